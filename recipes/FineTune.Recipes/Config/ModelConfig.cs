using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Recipes;

/// <summary>The base model.</summary>
public sealed record ModelConfig
{
    /// <summary>Folder of the checkpoint.</summary>
    [Description("Folder of a checkpoint in transformers' layout: config.json, safetensors, tokenizer files.")]
    [DataType("path")]
    public required string ModelNameOrPath { get; init; }

    /// <summary>Whether a head of another size is made afresh.</summary>
    [Description("Make a fresh head where the checkpoint's has another number of labels, instead of refusing.")]
    public bool IgnoreMismatchedSizes { get; init; }
}
