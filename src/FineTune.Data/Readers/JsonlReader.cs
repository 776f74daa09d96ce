using System.Text.Json;

namespace FineTune.Data;

/// <summary>JSON Lines: one object a line; blank lines do not count.</summary>
internal static class JsonlReader
{
    public static IEnumerable<DataRow> Read(string path, DataProblems problems)
    {
        IReadOnlyList<string> columns = [];
        foreach (var (number, line) in FileText.Lines(FileText.Read(path)))
        {
            if (line.Span.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            if (Parse(line.Span, new RowOrigin(path, number), columns, problems) is { } row)
            {
                columns = row.Columns;
                yield return row;
            }
        }
    }

    /// <summary>Parses a line; a bad one is added to the problems and gives null.</summary>
    /// <param name="line">The line.</param>
    /// <param name="origin">Where it is.</param>
    /// <param name="expected">The columns of the row before, shared when this row has the same.</param>
    /// <param name="problems">Where problems go.</param>
    private static DataRow? Parse(
        ReadOnlySpan<byte> line, RowOrigin origin, IReadOnlyList<string> expected, DataProblems problems)
    {
        try
        {
            ReadEscapes(line);
            var reader = new Utf8JsonReader(line);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                problems.Add(DataException.NotAnObject(origin, reader.TokenType));
                return null;
            }

            var columns = new List<string>(expected.Count);
            var values = new List<Field>(expected.Count);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var known = columns.Count < expected.Count && reader.ValueTextEquals(expected[columns.Count]);
                var name = known ? expected[columns.Count] : reader.GetString()!;
                if (columns.Contains(name))
                {
                    problems.Add(DataException.DuplicateKey(origin, name));
                    return null;
                }

                columns.Add(name);
                reader.Read();
                values.Add(reader.TokenType == JsonTokenType.String
                    ? Field.OfString(reader.GetString()!)
                    : Field.OfJson(JsonElement.ParseValue(ref reader)));
            }

            reader.Read(); // Throws when anything but white space follows.
            return new DataRow(origin, columns.SequenceEqual(expected) ? expected : columns, values);
        }
        catch (JsonException error)
        {
            problems.Add(DataException.BadJson(origin, (error.BytePositionInLine ?? 0) + 1, error.Message));
        }
        catch (InvalidOperationException)
        {
            // What the reader says of an escape like \ud83d that stands for half a character.
            problems.Add(DataException.HalfCharacter(origin));
        }

        return null;
    }

    /// <summary>
    /// Reads the strings of a line that has escaped characters, wherever they are, since some stand for none.
    /// </summary>
    private static void ReadEscapes(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(line);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
