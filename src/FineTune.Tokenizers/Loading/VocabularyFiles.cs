using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Models;

namespace FineTune.Tokenizers.Loading;

/// <summary>The plain vocabulary files of the time before <c>tokenizer.json</c>.</summary>
internal static class VocabularyFiles
{
    /// <summary>Reads <c>vocab.txt</c>: one token a line, its id the line's number from 0.</summary>
    public static Vocabulary ReadLines(string file)
    {
        var vocabulary = new Vocabulary();
        var id = 0;
        foreach (var line in Lines(file))
            vocabulary.Add(line.TrimEnd(), id++);
        return Frozen(file, vocabulary);
    }

    /// <summary>Writes <c>vocab.txt</c>.</summary>
    public static void WriteLines(string file, Vocabulary vocabulary) => FileWriting.Replace(file, stream =>
    {
        foreach (var (token, _) in vocabulary.ById())
            stream.Write(TextEncoding.UTF8.GetBytes(token + "\n"));
    });

    /// <summary>Reads <c>vocab.json</c>: an object from token to id.</summary>
    public static Vocabulary ReadJson(string file) =>
        FileReading.Json(file, FileReading.Bytes(file), json => VocabularyJson.ReadMembers(json));

    /// <summary>Writes <c>vocab.json</c>.</summary>
    public static void WriteJson(string file, Vocabulary vocabulary) => FileWriting.Replace(file, stream =>
    {
        using var json = new Utf8JsonWriter(stream, JsonWriting.Compact);
        VocabularyJson.WriteMembers(json, vocabulary);
    });

    /// <summary>Reads <c>merges.txt</c>: one merge a line, the two tokens apart by a space; comments begin with <c>#version</c>.</summary>
    public static IReadOnlyList<(int Left, int Right, int Result)> ReadMerges(string file, Vocabulary vocabulary)
    {
        var resolver = new MergeResolver(vocabulary, "");
        List<(int, int, int)> merges = [];
        List<string> problems = [];
        var number = 0;
        foreach (var line in Lines(file))
        {
            number++;
            if (line.Length == 0 || line.StartsWith("#version", StringComparison.Ordinal))
                continue;
            if (line.Split(' ') is not [var left, var right])
                problems.Add($"line {number}: expected two tokens, found '{line}'");
            else if (resolver.TryResolve(left, right, out var merge, out var missing))
                merges.Add(merge);
            else
                problems.Add($"line {number}: the merge needs the token '{missing}', which is not in the vocabulary");
        }
        return problems.Count == 0 ? merges : throw TokenizerException.Invalid(file, problems);
    }

    /// <summary>Writes <c>merges.txt</c>.</summary>
    public static void WriteMerges(
        string file, IReadOnlyList<(int Left, int Right, int Result)> merges, Vocabulary vocabulary) =>
        FileWriting.Replace(file, stream =>
        {
            stream.Write("#version: 0.2\n"u8);
            foreach (var (left, right, _) in merges)
            {
                stream.Write(vocabulary.BytesOf(left));
                stream.Write(" "u8);
                stream.Write(vocabulary.BytesOf(right));
                stream.Write("\n"u8);
            }
        });

    private static Vocabulary Frozen(string file, Vocabulary vocabulary)
    {
        var problems = vocabulary.Freeze();
        return problems.Count == 0 ? vocabulary : throw TokenizerException.Invalid(file, problems);
    }

    /// <summary>Lines end in LF or CR LF; a lone CR or a Unicode line separator is part of a token.</summary>
    private static IEnumerable<string> Lines(string file)
    {
        var text = TextEncoding.UTF8.GetString(FileReading.Bytes(file));
        var lines = text.TrimStart('\uFEFF').Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        return lines.Take(count).Select(line => line.EndsWith('\r') ? line[..^1] : line);
    }
}
