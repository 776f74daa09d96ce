namespace FineTune.Config.Tests.Sample;

/// <summary>A union as the adapter room would declare it: one pattern, or a list of names.</summary>
public sealed record TargetModules
{
    public string? Pattern { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];
}
