using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FineTune.Nn;
using FineTune.Tokenizers;

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

    /// <summary>Whether frozen linear layers are kept in four bits.</summary>
    [JsonPropertyName("load_in_4bit")]
    [Description("Keep the frozen linear layers in 4 bits (QLoRA): quantised while they are read, dequantised where they are "
        + "multiplied with. Merging goes into the checkpoint's own weights all the same.")]
    public bool LoadIn4Bit { get; init; }

    /// <summary>Whether frozen linear layers are kept in eight bits.</summary>
    [JsonPropertyName("load_in_8bit")]
    [Description("Keep the frozen linear layers in 8 bits, in blocks of 64 with a scale each.")]
    public bool LoadIn8Bit { get; init; }

    /// <summary>The code of four bits.</summary>
    /// <value><c>nf4</c>.</value>
    [JsonPropertyName("bnb_4bit_quant_type")]
    [Description("The code of load_in_4bit.")]
    [AllowedValues("nf4")]
    public string Bnb4BitQuantType { get; init; } = "nf4";

    /// <summary>Whether the scales of four-bit blocks are quantised too.</summary>
    /// <value>true.</value>
    [JsonPropertyName("bnb_4bit_use_double_quant")]
    [Description("Quantise the scales of load_in_4bit too: 4.13 bits a weight instead of 4.5.")]
    public bool Bnb4BitUseDoubleQuant { get; init; } = true;

    /// <summary>Layers that are not quantised; null for the one over the vocabulary.</summary>
    [JsonPropertyName("llm_int8_skip_modules")]
    [Description("Layers that load_in_4bit and load_in_8bit leave as they are, by a name in their path. Default: the one over "
        + "the vocabulary, such as lm_head; [] quantises that too where it has a table of its own.")]
    public IReadOnlyList<string>? LlmInt8SkipModules { get; init; }

    /// <summary>Tokens to add.</summary>
    [Description("Texts to add to the vocabulary, a token each. Their vectors begin near the mean of all others and train, "
        + "whatever else does: with peft_type LORA or TRAINABLE_TOKENS these rows alone, which is all that the adapter's "
        + "folder holds of the tables.")]
    public IReadOnlyList<string> AddTokens { get; init; } = [];

    /// <summary>Special tokens to add.</summary>
    [Description("The same for special tokens: those that frame a text and are left out where it is shown, such as "
        + "<|im_start|>.")]
    public IReadOnlyList<string> AddSpecialTokens { get; init; } = [];

    /// <summary>Both.</summary>
    internal IReadOnlyList<AddedToken> AddedTokens =>
    [
        .. AddTokens.Select(text => new AddedToken { Content = text }),
        .. AddSpecialTokens.Select(text => new AddedToken { Content = text, Special = true }),
    ];

    /// <summary>How weights that do not train are kept; null for plain tensors.</summary>
    internal FrozenStorage? Storage =>
        LoadIn4Bit ? new Quantization(QuantizationKind.Nf4, Bnb4BitUseDoubleQuant, LlmInt8SkipModules)
        : LoadIn8Bit ? new Quantization(QuantizationKind.Int8, doubleQuantization: false, LlmInt8SkipModules)
        : null;
}
