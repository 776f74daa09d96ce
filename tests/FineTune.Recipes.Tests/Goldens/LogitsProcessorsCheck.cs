using System.Text.Json.Nodes;
using FineTune.Generation;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Fixed logits through each processor of transformers, and through a chain of them.</summary>
internal sealed class LogitsProcessorsCheck : IGoldenCheck
{
    public bool Handles(GoldenCase golden) => golden.Name == "logits_processors";

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        foreach (var (name, settings) in golden.Expected["args"]!.AsObject())
        {
            var actual = Processed(Processors(settings!.AsObject()), settings!.AsObject(), tensors);
            var expected = tensors[name];
            Assert.True(
                expected.isinf().eq(actual.isinf()).all().item<bool>(), $"{name}: other tokens are removed");
            TensorAssert.Close(name, Finite(expected), Finite(actual), Tolerance.Op);
            if (settings!["order"] is not null)
            {
                TensorAssert.Close(
                    "chain_softmax", tensors["chain_softmax"], actual.softmax(1), Tolerance.Op);
            }
        }
    }

    private static Tensor Processed(
        IReadOnlyList<ILogitsProcessor> processors, JsonObject settings, TensorFixture tensors)
    {
        var ids = tensors["input_ids"];
        var rows = ids.data<long>().ToArray().Select(i => (int)i).Chunk((int)ids.shape[1]).ToArray();
        var promptLength = settings["prompt_length"]?.GetValue<int>() ?? rows[0].Length;
        using var history = new TokenHistory(
            [.. rows.Select(r => r[..promptLength])], (int)tensors["logits"].shape[1], GoldenDevice.Device);
        for (var i = promptLength; i < rows[0].Length; i++)
        {
            history.Append([.. rows.Select(r => r[i])]);
        }
        return LogitsProcessors.Apply(processors, tensors["logits"].to(GoldenDevice.Device), history);
    }

    // A config cannot ask for a number of tokens to keep; everything else goes the way of a config.
    private static IReadOnlyList<ILogitsProcessor> Processors(JsonObject settings) =>
        settings["min_tokens_to_keep"] is { } keep
            ? [new TopP(settings["top_p"]!.GetValue<double>(), keep.GetValue<int>())]
            : LogitsProcessors.For(
                GenerationConfigJson.Read(Config(settings["order"] is null ? settings : Chain()), "case") with { DoSample = true });

    private static JsonObject Config(JsonObject settings)
    {
        var config = settings.DeepClone().AsObject();
        config.TryAdd("top_k", 0);
        return config;
    }

    private static JsonObject Chain() =>
        new() { ["repetition_penalty"] = 1.2, ["temperature"] = 0.8, ["top_k"] = 20, ["top_p"] = 0.9 };

    private static Tensor Finite(Tensor scores) => scores.clamp(-1e9, 1e9);
}
