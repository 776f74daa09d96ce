namespace FineTune.Config.Tests.Sample;

public sealed record OutputConfig
{
    public string OutputDir { get; init; } = "runs/run";
}
