using System.ComponentModel.DataAnnotations;

namespace FineTune.Config.Tests.Sample;

public sealed record SourceConfig
{
    public required string Path { get; init; }

    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double Weight { get; init; } = 1;
}
