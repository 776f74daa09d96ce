using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Recipes;

/// <summary>The base model.</summary>
public sealed record ModelConfig
{
    /// <summary>Folder of the checkpoint, or its name on the hub.</summary>
    [Description("Folder of a checkpoint in transformers' layout (config.json, safetensors or pytorch_model.bin, "
        + "tokenizer files), or a name on the Hugging Face hub: org/name or org/name@revision.")]
    [DataType("path-or-name")]
    public required string ModelNameOrPath { get; init; }

    /// <summary>An adapter to go on training; null for a fresh one.</summary>
    [Description("Folder of an adapter to go on training, or of the run that left it; its settings take the place of peft. "
        + "Default: a fresh adapter.")]
    [DataType("path")]
    public string? AdapterNameOrPath { get; init; }

    /// <summary>Whether a head of another size is made afresh.</summary>
    [Description("Make a fresh head where the checkpoint's has another number of labels, instead of refusing.")]
    public bool IgnoreMismatchedSizes { get; init; }
}
