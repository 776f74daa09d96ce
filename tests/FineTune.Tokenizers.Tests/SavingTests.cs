using System.Text.Json.Nodes;
using FineTune.Tokenizers.Tests.Parity;

namespace FineTune.Tokenizers.Tests;

public sealed class SavingTests
{
    public static TheoryData<string> Everything => [.. ZooEntry.All.Select(entry => entry.Name)];

    public static TheoryData<string> Shared =>
        ["bert-uncased", "gpt2", "llama3", "mistral", "phi-3-mini", "roberta-base", "t5-small"];

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_saved_tokenizer_means_the_same(string name)
    {
        var entry = ZooEntry.Named(name);
        using var folder = new TemporaryFolder();
        entry.Open().Save(folder.Path);

        AssertSame(JsonNode.Parse(entry.Json)!, JsonNode.Parse(File.ReadAllBytes(folder.At("tokenizer.json")))!);
    }

    [SkippableTheory]
    [MemberData(nameof(Shared))]
    public void A_saved_real_tokenizer_means_the_same(string name)
    {
        var source = Repository.Shared("tokenizers", name, "tokenizer.json");
        using var folder = new TemporaryFolder();
        Tokenizer.FromFile(source).Save(folder.Path);

        AssertSame(JsonNode.Parse(File.ReadAllBytes(source))!, JsonNode.Parse(File.ReadAllBytes(folder.At("tokenizer.json")))!);
    }

    [Fact]
    public void Added_tokens_are_saved_with_their_properties()
    {
        using var folder = new TemporaryFolder();
        var token = new AddedToken { Content = "<x>", LStrip = true, RStrip = true, SingleWord = true, Special = true };
        ZooEntry.Named("byte-level").Open().WithAddedTokens([token]).Save(folder.Path);

        var loaded = Tokenizer.Load(folder.Path);

        Assert.Equal(token, loaded.AddedTokens.Single(t => t.Value.Content == "<x>").Value);
    }

    /// <summary>Compares files after what older versions of the format left out or wrote otherwise is made alike.</summary>
    private static void AssertSame(JsonNode expected, JsonNode actual)
    {
        var differences = Differences(TokenizerFileForm.Normal(expected), TokenizerFileForm.Normal(actual), "").Take(5);
        Assert.Empty(differences);
    }

    private static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected, actual)
        {
            case (JsonObject a, JsonObject b):
                return a.Select(m => m.Key).Union(b.Select(m => m.Key))
                    .SelectMany(key => Differences(a[key], b[key], $"{path}.{key}"));
            case (JsonArray a, JsonArray b) when a.Count == b.Count:
                return Enumerable.Range(0, a.Count).SelectMany(i => Differences(a[i], b[i], $"{path}[{i}]"));
            default:
                return JsonNode.DeepEquals(expected, actual) || SameNumber(expected, actual)
                    ? []
                    : [$"{path}: {Short(expected)} became {Short(actual)}"];
        }
    }

    private static bool SameNumber(JsonNode? a, JsonNode? b) =>
        a is JsonValue x && b is JsonValue y && x.TryGetValue<double>(out var p) && y.TryGetValue<double>(out var q) && p == q;

    private static string Short(JsonNode? node) => node?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 200)] : "nothing";
}
