namespace FineTune.Tokenizers.Text;

/// <summary>Matches a string.</summary>
internal readonly struct StringPattern(byte[] text) : IPattern
{
    private readonly byte[] _text = text;

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<byte> text, int from, out int end)
    {
        var found = text[from..].IndexOf(_text);
        end = from + found + _text.Length;
        return found < 0 ? -1 : from + found;
    }
}
