using FineTune.Tokenizers.Decoders;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.PostProcessors;
using FineTune.Tokenizers.PreTokenizers;

namespace FineTune.Tokenizers.Loading;

/// <summary>The components of a tokenizer, however they were found.</summary>
internal sealed record TokenizerParts
{
    /// <summary>How the file asks encodings to be cut.</summary>
    public TruncationSettings? Truncation { get; init; }

    /// <summary>How the file asks encodings to be filled up.</summary>
    public PaddingSettings? Padding { get; init; }

    /// <summary>Rewrites the text.</summary>
    public INormalizer? Normalizer { get; init; }

    /// <summary>Splits the text.</summary>
    public IPreTokenizer? PreTokenizer { get; init; }

    /// <summary>Finds the tokens.</summary>
    public required IModel Model { get; init; }

    /// <summary>Puts special tokens around texts.</summary>
    public IPostProcessor? PostProcessor { get; init; }

    /// <summary>Turns tokens into text.</summary>
    public IDecoder? Decoder { get; init; }

    /// <summary>Tokens beside the model's own.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>The settings beside the components.</summary>
    public TokenizerConfig Config { get; init; } = new();

    /// <summary>The files that the settings came from.</summary>
    public SideFiles SideFiles { get; init; } = new();
}
