using System.Text;

namespace FineTune.Generation;

/// <summary>A text as far as it is written, and who hears of each piece.</summary>
internal sealed class GrowingText(StreamedText stream, Action<string> tell)
{
    private readonly StringBuilder _text = new();

    /// <summary>Takes the next token.</summary>
    /// <returns>Whether a stop string ends the text.</returns>
    public bool Add(int id)
    {
        Take(stream.Add(id));
        return stream.Stopped;
    }

    /// <summary>Ends the text.</summary>
    /// <param name="rest">Tokens that were not taken yet.</param>
    /// <returns>The whole text.</returns>
    public string Finish(ReadOnlySpan<int> rest)
    {
        foreach (var id in rest)
        {
            Add(id);
        }
        Take(stream.Finish());
        return _text.ToString();
    }

    private void Take(string piece)
    {
        if (piece.Length > 0)
        {
            _text.Append(piece);
            tell(piece);
        }
    }
}
