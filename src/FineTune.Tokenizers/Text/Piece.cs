using System.Runtime.InteropServices;

namespace FineTune.Tokenizers.Text;

/// <summary>A part of a text between two splits: a word for the model, or an added token.</summary>
/// <param name="Start">First byte, in the normalised text.</param>
/// <param name="End">End, in the normalised text.</param>
/// <param name="AddedId">The id of the added token that this piece is; -1 for a word.</param>
/// <param name="OriginStart">Where the piece begins in the original; -1 means: where its first byte came from.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(int Start, int End, int AddedId = -1, int OriginStart = -1)
{
    /// <summary>Whether an added token was recognised here, so that nothing splits the piece any more.</summary>
    public bool IsAdded => AddedId >= 0;
}
