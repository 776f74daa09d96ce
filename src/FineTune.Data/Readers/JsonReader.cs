using System.Text.Json;

namespace FineTune.Data;

/// <summary>
/// One JSON document: a list of objects, or an object with such a list under <c>data</c>. Files of this extension that
/// hold one object a line are read as JSON Lines.
/// </summary>
internal static class JsonReader
{
    public static IEnumerable<DataRow> Read(string path, DataProblems problems)
    {
        var text = FileText.Read(path);
        return text.Span.Trim(" \t\r\n"u8).IsEmpty ? []
            : HoldsLines(text.Span) ? JsonlReader.Read(path, text, problems)
            : Rows(path, text, problems);
    }

    private static IEnumerable<DataRow> Rows(string path, ReadOnlyMemory<byte> text, DataProblems problems)
    {
        IReadOnlyList<string> columns = [];
        var (line, counted) = (1, 0);
        var place = FindList(path, text.Span);
        while (Next(path, text.Span, ref place) is var (start, end))
        {
            line += text.Span[counted..start].Count((byte)'\n');
            counted = start;
            if (JsonRows.Parse(text.Span[start..end], new RowOrigin(path, line), columns, problems) is { } row)
            {
                columns = row.Columns;
                yield return row;
            }
        }
    }

    /// <summary>The place of the first row: inside the document if it is a list, else its <c>data</c>.</summary>
    private static Place FindList(string path, ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                return new Place((int)reader.BytesConsumed, reader.CurrentState);
            }

            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isData = reader.ValueTextEquals("data"u8);
                reader.Read();
                if (isData && reader.TokenType == JsonTokenType.StartArray)
                {
                    return new Place((int)reader.BytesConsumed, reader.CurrentState);
                }

                reader.Skip();
            }
        }
        catch (JsonException error)
        {
            throw Bad(path, error);
        }

        throw DataException.NoRowList(path);
    }

    /// <summary>The bytes of the list's next item; null at its end.</summary>
    /// <exception cref="DataException">The document is not JSON from here on.</exception>
    private static (int Start, int End)? Next(string path, ReadOnlySpan<byte> text, ref Place place)
    {
        try
        {
            var reader = new Utf8JsonReader(text[place.Position..], isFinalBlock: true, place.State);
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                while (reader.Read())
                {
                    // Throws if the rest is not as it should be.
                }

                return null;
            }

            var start = place.Position + (int)reader.TokenStartIndex;
            reader.Skip();
            place = new Place(place.Position + (int)reader.BytesConsumed, reader.CurrentState);
            return (start, place.Position);
        }
        catch (JsonException error)
        {
            throw Bad(path, error);
        }
    }

    /// <summary>Whether the first line is meant to be a whole object, and more follows.</summary>
    private static bool HoldsLines(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        var end = text.IndexOf((byte)'\n');
        return end > 0 && text[..end].TrimEnd(" \t\r"u8) is [(byte)'{', .., (byte)'}'];
    }

    private static DataException Bad(string path, JsonException error) => DataException.BadJson(
        new RowOrigin(path, (int)(error.LineNumber ?? 0) + 1), (error.BytePositionInLine ?? 0) + 1, error.Message);

    /// <summary>A place inside a document.</summary>
    /// <param name="Position">The byte behind what was read last.</param>
    /// <param name="State">The reader's state there.</param>
    private readonly record struct Place(int Position, JsonReaderState State);
}
