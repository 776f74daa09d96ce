using System.Text;
using System.Text.Json;

namespace FineTune.Tokenizers.Tests.Parity;

/// <summary>
/// The parity corpus: the very lines that <c>tests/goldens/tokenizers/corpus.py</c> makes, so that a hash of what the
/// reference made of them is all that needs to be kept. Whoever changes one changes the other.
/// </summary>
internal sealed class Corpus
{
    private const string Ascii = " \n\t  .,'\"!?-_aeiouABC019";

    private static readonly string[] Separators = ["", " ", "  ", "\n", "\u3000", ". ", ", ", "\t", "\r\n", "-"];

    private static readonly (int First, int Last)[] Ranges =
    [
        (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF), (0x600, 0x6FF),
        (0x900, 0x97F), (0xE00, 0xE7F), (0xF00, 0xFFF), (0x1100, 0x11FF), (0x1E00, 0x1FFF), (0x2000, 0x206F),
        (0x2070, 0x218F), (0x2190, 0x2BFF), (0x3000, 0x30FF), (0x3130, 0x318F), (0x3400, 0x3500), (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFB00, 0xFDFF), (0xFE00, 0xFFEF), (0x10000, 0x10FFF), (0x11000, 0x11FFF),
        (0x16000, 0x16FFF), (0x1D000, 0x1D7FF), (0x1F000, 0x1FAFF), (0x20000, 0x20100), (0x0, 0x1F), (0x7F, 0x9F),
        (0xE000, 0xE010), (0xE0000, 0xE0FFF),
    ];

    private readonly int[][] _sentences = [.. Sentences.Select(CodePoints)];
    private ulong _state = 20261121;

    /// <summary>The sentences that lines are put together from.</summary>
    public static IReadOnlyList<string> Sentences { get; } =
    [
        .. File.ReadLines(Repository.File("tests", "goldens", "tokenizers", "sentences.jsonl"))
            .Select(line => JsonSerializer.Deserialize<string>(line)!),
    ];

    /// <summary>The first <paramref name="count"/> lines.</summary>
    public static string[] Lines(int count)
    {
        var corpus = new Corpus();
        return [.. Enumerable.Range(0, count).Select(_ => corpus.NextLine())];
    }

    private static int[] CodePoints(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];

    private string NextLine()
    {
        var line = new StringBuilder();
        var kind = Below(10);
        if (kind < 4)
            AddJoined(line);
        else if (kind < 6)
            AddCut(line);
        else if (kind < 9)
            AddMixed(line);
        else
            AddOneScript(line);
        return line.ToString();
    }

    private void AddJoined(StringBuilder line)
    {
        var separator = Separators[Below(Separators.Length)];
        line.AppendJoin(separator, Enumerable.Range(0, 1 + Below(6)).Select(_ => Sentences[Below(Sentences.Count)]));
    }

    private void AddCut(StringBuilder line)
    {
        var cut = _sentences[Below(_sentences.Length)];
        var rest = _sentences[Below(_sentences.Length)];
        foreach (var codePoint in cut[Below(cut.Length)..].Concat(rest[..Below(rest.Length + 1)]))
            Append(line, codePoint);
    }

    private void AddMixed(StringBuilder line)
    {
        for (var left = 1 + Below(40); left > 0; left--)
        {
            var kind = Below(100);
            if (kind < 35)
                line.Append(Ascii[Below(Ascii.Length)]);
            else if (kind < 45)
                Append(line, Below(0x110000 - 0x800) is var any && any < 0xD800 ? any : any + 0x800);
            else
                Append(line, OfRange(Ranges[Below(Ranges.Length)]));
        }
    }

    private void AddOneScript(StringBuilder line)
    {
        var range = Ranges[Below(Ranges.Length)];
        for (var left = 1 + Below(60); left > 0; left--)
            Append(line, Below(10) < 8 ? OfRange(range) : " .\n"[Below(3)]);
    }

    private int OfRange((int First, int Last) range) => range.First + Below(range.Last - range.First + 1);

    private int Below(int limit)
    {
        _state = unchecked((_state * 6364136223846793005) + 1442695040888963407);
        return (int)((_state >> 33) % (uint)limit);
    }

    private static void Append(StringBuilder line, int codePoint) => line.Append(new Rune(codePoint).ToString());
}
