using System.Text.Json;
using FineTune.Tokenizers.Loading;

namespace FineTune.Tokenizers.Tests.Parity;

/// <summary>A small tokenizer with unusual settings, and the hashes of what the reference makes of the corpus with it.</summary>
internal sealed record ZooEntry(string Name, string Hashes, string Json)
{
    public static IReadOnlyList<ZooEntry> All { get; } =
        [.. File.ReadLines(Repository.File("tests", "goldens", "tokenizers", "zoo.jsonl")).Select(Read)];

    public static ZooEntry Named(string name) => All.Single(entry => entry.Name == name);

    public static Tokenizer Open(string json) => new(TokenizerJson.Read("tokenizer.json", TextEncoding.UTF8.GetBytes(json)));

    public Tokenizer Open() => Open(Json);

    private static ZooEntry Read(string line)
    {
        using var row = JsonDocument.Parse(line);
        string Text(string name) => row.RootElement.GetProperty(name).GetString()!;
        return new ZooEntry(Text("name"), Text("hashes"), row.RootElement.GetProperty("tokenizer").GetRawText());
    }
}
