using System.Text.Json;

namespace FineTune.Tokenizers.Tests.Parity;

/// <summary>Ids, tokens, offsets and the rest equal the reference's, line by line; see <c>tests/goldens/tokenizers</c>.</summary>
public sealed class ParityTests
{
    private const int SharedLines = 20_000;
    private const int ZooLines = 600;

    private static readonly string[] Lines = Corpus.Lines(SharedLines);

    public static TheoryData<string> SharedTokenizers =>
        [.. JsonDocument.Parse(File.ReadAllBytes(Golden("shared.json"))).RootElement.EnumerateObject().Select(m => m.Name)];

    [SkippableTheory]
    [MemberData(nameof(SharedTokenizers))]
    public void A_real_tokenizer_agrees_on_every_line(string name)
    {
        var tokenizer = Tokenizer.Load(Repository.Shared("tokenizers", name));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Golden("shared.json")));

        Assert.Empty(ReferenceRecord.DifferingBlocks(tokenizer, Lines, expected.RootElement.GetProperty(name).GetString()!));
    }

    [Fact]
    public void Every_unusual_tokenizer_agrees_on_every_line()
    {
        var differing = ZooEntry.All.Select(entry => (entry.Name, Blocks: Differing(entry))).Where(d => d.Blocks.Count > 0);

        Assert.Empty(differing.Select(d => $"{d.Name}: blocks {string.Join(", ", d.Blocks)}"));
    }

    private static IReadOnlyList<int> Differing(ZooEntry entry) =>
        ReferenceRecord.DifferingBlocks(entry.Open(), Lines[..ZooLines], entry.Hashes);

    private static string Golden(string name) => Repository.File("tests", "goldens", "tokenizers", name);
}
