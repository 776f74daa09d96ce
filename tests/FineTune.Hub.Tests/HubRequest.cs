namespace FineTune.Hub.Tests;

/// <summary>A request that the test's server was asked.</summary>
/// <param name="Host">Who was asked: <c>hub</c> or <c>store</c>.</param>
/// <param name="Method">The verb.</param>
/// <param name="Path">The path, unescaped.</param>
/// <param name="Headers">The headers.</param>
internal sealed record HubRequest(string Host, string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Authorization => Headers.GetValueOrDefault("authorization");

    /// <summary>The first byte asked for.</summary>
    public int From => Headers.GetValueOrDefault("range") is { } range ? int.Parse(range["bytes=".Length..^1]) : 0;
}
