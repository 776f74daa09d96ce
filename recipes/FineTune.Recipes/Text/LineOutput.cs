using System.Text.Encodings.Web;
using System.Text.Json;
using FineTune.Formats;
using FineTune.Tokenizers;

namespace FineTune.Recipes;

/// <summary>Writes results of one JSON line each.</summary>
public static class LineOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes lines to a file, which appears when it is whole, or else where there is none.</summary>
    /// <param name="file">The file; null for <paramref name="otherwise"/>.</param>
    /// <param name="otherwise">Standard output.</param>
    /// <param name="lines">The lines, which may be made while they are written.</param>
    public static void Write(string? file, TextWriter otherwise, IEnumerable<string> lines) =>
        Write(file, otherwise, lines.Select(line => (Action<TextWriter>)(output => output.Write(line))));

    /// <inheritdoc cref="Write(string?, TextWriter, IEnumerable{string})"/>
    public static void Write(string? file, TextWriter otherwise, IEnumerable<Action<TextWriter>> lines)
    {
        if (file is null)
        {
            using var console = new ChunkedWriter(otherwise) { NewLine = otherwise.NewLine };
            WriteLines(console, lines);
            return;
        }
        AtomicFile.Write(file, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            WriteLines(writer, lines);
        });
    }

    /// <summary>Writes a text as a JSON string.</summary>
    internal static void WriteString(TextWriter output, string text)
    {
        output.Write('"');
        Options.Encoder!.Encode(output, text);
        output.Write('"');
    }

    /// <summary>A text as a JSON string.</summary>
    internal static string ToJson(string text) => ToJson(json => json.WriteStringValue(text));

    /// <summary>A JSON value in one line.</summary>
    internal static string ToJson(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            write(json);
        }
        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Spans as pairs of numbers.</summary>
    internal static void WriteSpans(Utf8JsonWriter json, IEnumerable<TextSpan> spans)
    {
        json.WriteStartArray();
        foreach (var (start, end) in spans)
        {
            json.WriteStartArray();
            json.WriteNumberValue(start);
            json.WriteNumberValue(end);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteLines(TextWriter output, IEnumerable<Action<TextWriter>> lines)
    {
        foreach (var write in lines)
        {
            write(output);
            output.WriteLine();
        }
    }
}
