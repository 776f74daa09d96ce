using System.Text;

namespace FineTune.Hub.Tests;

/// <summary>What the test's server answers.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The content.</param>
/// <param name="Headers">Headers, as <c>name: value</c>.</param>
internal sealed record HubAnswer(int Status, byte[] Body, params string[] Headers)
{
    /// <summary>After how many bytes of the content the connection is cut.</summary>
    public int? CutAfter { get; init; }

    public static HubAnswer Text(int status, string body, params string[] headers) =>
        new(status, Encoding.UTF8.GetBytes(body), headers);

    public static HubAnswer Error(int status, string? code = null, string? message = null) =>
        new(
            status,
            [],
            [
                .. code is null ? Array.Empty<string>() : [$"X-Error-Code: {code}"],
                .. message is null ? Array.Empty<string>() : [$"X-Error-Message: {message}"],
            ]);
}
