using System.Text;

namespace FineTune.Recipes;

/// <summary>Hands text on a line at a time, and long lines in pieces: each call of the console's writer is a call of the
/// system.</summary>
/// <param name="inner">Where the text goes.</param>
internal sealed class ChunkedWriter(TextWriter inner) : TextWriter
{
    private const int LongestPiece = 1 << 16;

    private readonly StringBuilder _pending = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        _pending.Append(value);
        if (value == '\n' || _pending.Length >= LongestPiece)
        {
            Flush();
        }
    }

    public override void Write(char[] buffer, int index, int count)
    {
        foreach (var value in buffer.AsSpan(index, count))
        {
            Write(value);
        }
    }

    public override void Write(string? value)
    {
        foreach (var c in value ?? "")
        {
            Write(c);
        }
    }

    public override void Flush()
    {
        inner.Write(_pending.ToString());
        _pending.Clear();
    }
}
