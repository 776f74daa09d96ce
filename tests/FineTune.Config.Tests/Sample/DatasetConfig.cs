using System.ComponentModel.DataAnnotations;

namespace FineTune.Config.Tests.Sample;

public sealed record DatasetConfig
{
    [DataType("path")]
    public IReadOnlyList<string> TrainFiles { get; init; } = [];

    [DataType("path")]
    public string? TestFile { get; init; }

    [Range(1, 131072)]
    public int MaxLength { get; init; } = 512;

    [Range(0, 1, MaximumIsExclusive = true)]
    public double ValidationSplit { get; init; }

    public bool Packing { get; init; }

    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<SourceConfig> Sources { get; init; } = [];
}
