using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>Small made-up reviews, the same for the same seed.</summary>
internal static class Reviews
{
    private static readonly string[][] Words =
    [
        ["dull", "cold", "noisy", "bland", "slow"],
        ["warm", "funny", "clever", "lovely", "brisk"],
    ];

    private static readonly string[] Things = ["film", "soup", "hotel", "song", "book"];

    /// <summary>The labels' names.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["negative", "positive"];

    /// <summary>Rows of a text and 0 or 1.</summary>
    public static IReadOnlyList<(string Text, int Label)> Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var words = Words[i % 2];
            var (first, second) = (words[random.Next(words.Length)], words[random.Next(words.Length)]);
            return ($"The {Things[random.Next(Things.Length)]} was {first}, \"{second}\" even.", i % 2);
        })];
    }

    /// <summary>As JSON lines.</summary>
    public static string Jsonl(IEnumerable<(string Text, int Label)> rows) => Lines(rows.Select(row =>
        new JsonObject { ["text"] = row.Text, ["label"] = Labels[row.Label] }.ToJsonString()));

    /// <summary>As CSV.</summary>
    public static string Csv(IEnumerable<(string Text, int Label)> rows) => Lines(
        rows.Select(row => $"\"{row.Text.Replace("\"", "\"\"")}\",{Labels[row.Label]}").Prepend("text,label"));

    /// <summary>As TSV.</summary>
    public static string Tsv(IEnumerable<(string Text, int Label)> rows) => Lines(
        rows.Select(row => $"{row.Text}\t{Labels[row.Label]}").Prepend("text\tlabel"));

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"{line}\n"));
}
