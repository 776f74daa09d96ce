using FineTune.Tokenizers.Models;

namespace FineTune.Tokenizers.Loading;

/// <summary>What vocabulary files hold, whichever they are.</summary>
internal sealed record VocabularySource
{
    /// <summary>The tokens.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>Merges, for BPE.</summary>
    public IReadOnlyList<(int Left, int Right, int Result)> Merges { get; init; } = [];

    /// <summary>The SentencePiece model they came from, if any.</summary>
    public SentencePieceModel? SentencePiece { get; init; }
}
