using System.Text.Json;

namespace FineTune.Data;

/// <summary>JSON Lines of any values: one a line; blank lines do not count.</summary>
public static class JsonLines
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">
    /// Makes of a line's value what is wanted, or throws a <see cref="FormatException"/> that says what the value should
    /// be.
    /// </param>
    /// <returns>What was made of each line, with its place.</returns>
    /// <exception cref="DataException">The file or some of its lines cannot be read: all of them in one.</exception>
    public static IReadOnlyList<(RowOrigin Origin, T Value)> Read<T>(string path, Func<JsonElement, T> read)
    {
        var problems = new DataProblems();
        var rows = new List<(RowOrigin, T)>();
        foreach (var (number, line) in FileText.Lines(FileText.Read(path)))
        {
            if (line.Span.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            var origin = new RowOrigin(path, number);
            try
            {
                using var document = JsonDocument.Parse(line);
                rows.Add((origin, read(document.RootElement.Clone())));
            }
            catch (JsonException error)
            {
                problems.Add(DataException.BadJson(origin, (error.BytePositionInLine ?? 0) + 1, error.Message));
            }
            catch (FormatException error)
            {
                problems.Add(DataException.WrongLine(origin, error.Message));
            }
            catch (InvalidOperationException)
            {
                // What is said of an escape like \ud83d that stands for half a character.
                problems.Add(DataException.HalfCharacter(origin));
            }
        }

        problems.ThrowIfAny();
        return rows.Count > 0 ? rows : throw DataException.Empty(path);
    }
}
