using System.Text;

namespace FineTune.Cli;

/// <summary>Passes text on, and says what happens where it cannot be written.</summary>
/// <param name="inner">Where the text goes.</param>
/// <param name="failed">Hears why it did not.</param>
internal sealed class WatchedWriter(TextWriter inner, Action<Exception> failed) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>For results: failing to deliver them is an error.</summary>
    public static WatchedWriter Loud(TextWriter inner, string name) =>
        new(inner, e => throw new IOException($"{name} cannot be written: {e.Message}", e));

    /// <summary>For progress, which is worth less than the run that it is about.</summary>
    public static WatchedWriter Silent(TextWriter inner) => new(inner, _ => { });

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    // One call, so that lines of several threads do not mix.
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failed(e);
        }
    }
}
