using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Config.Tests.Sample;

public sealed record ModelConfig
{
    [Description("Folder of the checkpoint or its hub name.")]
    [Display(Prompt = "google-bert/bert-base-uncased")]
    public required string ModelNameOrPath { get; init; }

    public string? Revision { get; init; }

    [Description("Type that the frozen weights are kept in.")]
    public DType Dtype { get; init; } = DType.Auto;
}
