using System.Buffers.Text;
using System.Globalization;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Text;

namespace FineTune.Tokenizers.Loading;

/// <summary>Rank files in tiktoken's manner: a line for each token, its bytes in base64 and its rank.</summary>
internal static class TiktokenFile
{
    private static readonly (string Name, string Pattern)[] Patterns =
    [
        ("r50k", WordPatterns.Gpt2),
        ("p50k", WordPatterns.Gpt2),
        ("gpt2", WordPatterns.Gpt2),
        ("o200k", WordPatterns.O200k),
        ("qwen", WordPatterns.Qwen2),
    ];

    /// <summary>The pattern that goes with a file of this name: Llama 3's unless the name says otherwise.</summary>
    public static string PatternFor(string file) => Patterns
        .Where(p => Path.GetFileName(file).Contains(p.Name, StringComparison.OrdinalIgnoreCase))
        .Select(p => p.Pattern).FirstOrDefault(WordPatterns.Llama3);

    /// <summary>Whether the bytes look like a rank file.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        return TryReadLine(end < 0 ? bytes : bytes[..end], out _, out _);
    }

    /// <summary>Reads the tokens, written in the byte alphabet, and the merges that their ranks imply.</summary>
    public static VocabularySource Read(string file, ReadOnlySpan<byte> bytes)
    {
        var vocabulary = new Vocabulary();
        List<string> problems = [];
        var number = 0;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            number++;
            var line = bytes[range].TrimEnd("\r "u8);
            if (line.IsEmpty)
                continue;
            if (TryReadLine(line, out var token, out var rank))
                vocabulary.Add(InAlphabet(token), rank);
            else if (problems.Count < 5)
                problems.Add($"line {number}: expected a token in base64 and its rank");
        }
        problems.AddRange(vocabulary.Freeze());
        return problems.Count > 0
            ? throw TokenizerException.Invalid(file, problems)
            : new VocabularySource { Vocabulary = vocabulary, Merges = ImpliedMerges(vocabulary) };
    }

    private static bool TryReadLine(ReadOnlySpan<byte> line, out byte[] token, out int rank)
    {
        (token, rank) = ([], 0);
        var space = line.IndexOf((byte)' ');
        if (space <= 0 || !int.TryParse(line[(space + 1)..].TrimEnd("\r "u8), NumberStyles.None, CultureInfo.InvariantCulture, out rank)
            || !Base64.IsValid(line[..space], out var length))
            return false;
        token = new byte[length];
        Base64.DecodeFromUtf8(line[..space], token, out _, out _);
        return true;
    }

    private static string InAlphabet(byte[] token) =>
        string.Concat(token.Select(value => (char)ByteAlphabet.CharacterOf(value)));

    /// <summary>Every way to put a token together from two others, by the token's rank, then by the parts' ranks.</summary>
    private static List<(int Left, int Right, int Result)> ImpliedMerges(Vocabulary vocabulary)
    {
        List<(int Left, int Right, int Result)> merges = [];
        for (var id = 0; id < vocabulary.IdLimit; id++)
        {
            var first = merges.Count;
            var token = vocabulary.BytesOf(id);
            for (var cut = 1; cut < token.Length; cut++)
            {
                if (!Unicode.CodePoint.IsContinuation(token[cut])
                    && vocabulary.TryGetId(token[..cut], out var left) && vocabulary.TryGetId(token[cut..], out var right))
                    merges.Add((left, right, id));
            }
            merges.Sort(first, merges.Count - first, Comparer<(int, int, int)>.Default);
        }
        return merges;
    }
}
