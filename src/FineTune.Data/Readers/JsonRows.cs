using System.Text.Json;

namespace FineTune.Data;

/// <summary>Makes rows of JSON objects.</summary>
internal static class JsonRows
{
    /// <summary>Parses one object; a bad one is added to the problems and gives null.</summary>
    /// <param name="json">The object and nothing else.</param>
    /// <param name="origin">Where it is.</param>
    /// <param name="expected">The columns of the row before, shared when this row has the same.</param>
    /// <param name="problems">Where problems go.</param>
    public static DataRow? Parse(
        ReadOnlySpan<byte> json, RowOrigin origin, IReadOnlyList<string> expected, DataProblems problems)
    {
        try
        {
            ReadEscapes(json);
            var reader = new Utf8JsonReader(json);
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
    /// Reads the strings of an object that have escaped characters, wherever they are, since some stand for none.
    /// </summary>
    private static void ReadEscapes(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
