using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of prompt tuning (arXiv:2104.08691): the vectors in front of every sequence are learned.</summary>
public sealed record PromptTuningConfig : PromptLearningConfig
{
    /// <summary>Random vectors.</summary>
    public const string Random = "RANDOM";

    /// <summary>Vectors of a text's tokens.</summary>
    public const string Text = "TEXT";

    /// <summary>Vectors of tokens drawn from the vocabulary.</summary>
    public const string SampleVocab = "SAMPLE_VOCAB";

    /// <inheritdoc/>
    public override string PeftType => "PROMPT_TUNING";

    /// <summary>What the vectors are at first.</summary>
    /// <value>RANDOM.</value>
    [Description("What the virtual tokens are at first: random vectors, those of prompt_tuning_init_text, or those of "
        + "tokens drawn from the vocabulary.")]
    [AllowedValues(Random, Text, SampleVocab)]
    public string PromptTuningInit { get; init; } = Random;

    /// <summary>The text whose tokens' vectors are taken, cut or repeated to the number wanted.</summary>
    [Description("The text for prompt_tuning_init TEXT; its tokens are cut or repeated to num_virtual_tokens.")]
    public string? PromptTuningInitText { get; init; }

    /// <summary>Folder of the tokenizer for that text; null takes the model's.</summary>
    [Description("Folder of the tokenizer for that text. Default: the model's own.")]
    public string? TokenizerNameOrPath { get; init; }
}
