using System.Text.Json.Nodes;
using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>A real small decoder continues texts as transformers does.</summary>
public sealed class StoriesTests
{
    [SkippableTheory]
    [InlineData("greedy", "--greedy")]
    [InlineData("penalties", "--repetition-penalty 1.2 --no-repeat-ngram-size 3")]
    [InlineData("beams", "--num-beams 4")]
    public void A_hundred_tokens_are_those_of_the_reference(string name, string options) =>
        Check(Checkout.Shared("models", "stories260K"), name, options);

    [SkippableFact]
    public void A_hundred_tokens_are_those_of_the_reference_without_the_cache_too()
    {
        using var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Checkout.Shared("models", "stories260K")))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }
        copy.Write("generation_config.json", """{"eos_token_id": 2, "use_cache": false}""");
        Check(copy.Path, "greedy", "--greedy");
    }

    private static void Check(string model, string name, string options)
    {
        using var place = new TemporaryFolder();
        var cases = Cases(name);
        place.Write(
            "prompts.jsonl",
            string.Join('\n', cases.Select(c => new JsonObject { ["prompt"] = (string)c["prompt"]! }.ToJsonString())));

        var lines = Finetune.Inside(
            place.Path,
            ["generate", model, "--input", "prompts.jsonl", "--max-new-tokens", "100", .. options.Split(' ')])
            .Done().JsonLines;

        Assert.Equal(cases.Count, lines.Count);
        foreach (var (expected, actual) in cases.Zip(lines))
        {
            Assert.Equal(Ids(expected["ids"]!), Ids(actual["ids"]!));
            Assert.Equal((string)expected["text"]!, (string)actual["prompt"]! + (string)actual["text"]!);
        }
    }

    private static int[] Ids(JsonNode ids) => [.. ids.AsArray().Select(i => i!.GetValue<int>())];

    private static List<JsonNode> Cases(string name)
    {
        var file = File.ReadAllText(Checkout.At("tests", "goldens", "stories260K", "generated.json"));
        return [.. JsonNode.Parse(file)!["cases"]!.AsArray().Where(c => (string)c!["name"]! == name).Select(c => c!)];
    }
}
