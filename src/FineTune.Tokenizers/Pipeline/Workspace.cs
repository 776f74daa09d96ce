using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>The buffers that encoding one text needs, kept from text to text so that nothing is allocated in the long run.</summary>
internal sealed class Workspace
{
    /// <summary>The text in UTF-8.</summary>
    public byte[] Source { get; set; } = [];

    /// <summary>The text as it is normalised and split.</summary>
    public PreTokenizedText PreTokenized { get; } = new();

    /// <summary>A stretch between added tokens while it is normalised.</summary>
    public NormalizedText Stretch { get; set; } = new();

    /// <summary>The stretches between added tokens of the original text.</summary>
    public List<Piece> OriginalPieces { get; } = [];

    /// <summary>The stretches between added tokens of normalised text.</summary>
    public List<Piece> NormalizedPieces { get; } = [];

    /// <summary>The tokens of the piece at hand.</summary>
    public TokenList Tokens { get; } = new();

    /// <summary>The ids of the text at hand, for whoever needs a list of them for a moment.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Pieces seen before.</summary>
    public WordCache Cache { get; } = new();
}
