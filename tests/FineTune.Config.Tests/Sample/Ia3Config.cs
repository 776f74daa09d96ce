namespace FineTune.Config.Tests.Sample;

public sealed record Ia3Config : PeftConfig
{
    public IReadOnlyList<string> FeedforwardModules { get; init; } = [];
}
