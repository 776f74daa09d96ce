namespace FineTune.Tokenizers;

/// <summary>What is done to encodings besides encoding.</summary>
public sealed record EncodeOptions
{
    /// <summary>Whether the special tokens the model expects are put around the texts.</summary>
    /// <value>Default true.</value>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>How encodings are cut; <see cref="Tokenizer.Truncation"/> is what the tokenizer's file asks for.</summary>
    /// <value>Default null: not at all.</value>
    public TruncationSettings? Truncation { get; init; }

    /// <summary>How encodings are filled up; <see cref="Tokenizer.Padding"/> is what the tokenizer's file asks for.</summary>
    /// <value>Default null: not at all.</value>
    public PaddingSettings? Padding { get; init; }

    /// <summary>How many threads a batch may use.</summary>
    /// <value>Default null: as many as there are cores.</value>
    public int? MaxThreads { get; init; }
}
