using System.Text.Json.Nodes;
using FineTune.Generation;
using FineTune.Models;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>What <c>generate()</c> chose under several settings, with the scores of its first steps, or of its beams.
/// </summary>
internal sealed class GenerationCheck : IGoldenCheck
{
    public bool Handles(GoldenCase golden) =>
        golden.Expected["generation"] is not null && CausalLMCheck.IsBuilt(golden.Folder);

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        using var folder = PretrainedFolder.Open(golden.Folder);
        using var loaded = folder.LoadCausalLM(folder.Config, new LoadOptions { Device = GoldenDevice.Device });
        var generator = new TokenGenerator(
            loaded.Model, loaded.Mode, folder.Entry.MaxLength(folder.Config), GoldenDevice.Device);
        foreach (var (name, settings) in golden.Expected["generation"]!.AsObject())
        {
            Check(name, settings!.AsObject(), tensors, generator);
        }
    }

    private static void Check(string name, JsonObject settings, TensorFixture tensors, TokenGenerator generator)
    {
        var prompts = Prompts(name, tensors);
        var config = GenerationConfigJson.Read(settings.DeepClone().AsObject(), name);
        var steps = new List<Tensor>();
        var results = generator.Generate(
            prompts,
            config,
            new GenerationHooks { Scores = s => steps.Add(s.clone().DetachFromDisposeScope()) });

        Assert.Equal(Expected(name, settings, prompts, config), results.Select(r => string.Join(' ', r.Ids)));
        if (config.NumBeams > 1)
        {
            TensorAssert.AllClose(
                $"{name}/sequences_scores",
                TensorAssert.Values(tensors[$"{name}/sequences_scores"]),
                [.. results.Select(r => r.Score!.Value)],
                Tolerance.Logits);
            return;
        }
        var scores = tensors[$"{name}/scores"];                                 // [rows, steps, vocab]
        for (var step = 0; step < scores.shape[1]; step++)
        {
            // Rows that have ended are not computed here.
            var running = results.Where(r => r.Ids.Length > step).Select(r => (long)r.Prompt).ToArray();
            var expected = scores.select(1, step).index_select(0, tensor(running));
            TensorAssert.Close($"{name}/scores[{step}]", Finite(expected), Finite(steps[step]), Tolerance.Logits);
        }
        steps.ForEach(s => s.Dispose());
    }

    // A difference of infinities is no number.
    private static Tensor Finite(Tensor scores) => scores.clamp(-1e9, 1e9);

    private static int[][] Prompts(string name, TensorFixture tensors)
    {
        var left = name.Contains("left_padded", StringComparison.Ordinal);
        var ids = Rows(tensors[left ? "left/input_ids" : "input_ids"]);
        return left
            ? [.. ids.Zip(Rows(tensors["left/attention_mask"]), (row, mask) => row[Array.IndexOf(mask, 1)..])]
            : ids;
    }

    /// <summary>What follows the prompts, without what the reference fills rows up with.</summary>
    private static IEnumerable<string> Expected(
        string name, JsonObject settings, int[][] prompts, GenerationConfig config)
    {
        var rows = settings["sequences"]!.AsArray().Select(r => r!.AsArray().Select(i => i!.GetValue<int>()).ToArray());
        var width = prompts.Max(p => p.Length);
        foreach (var row in rows)
        {
            var generated = row[width..];
            var end = Array.FindIndex(generated, id => config.EosTokenIds.Contains(id));
            Assert.True(generated.Length > 0, $"{name}: nothing was generated");
            yield return string.Join(' ', end < 0 ? generated : generated[..(end + 1)]);
        }
    }

    private static int[][] Rows(Tensor ids) =>
        [.. ids.data<long>().ToArray().Select(i => (int)i).Chunk((int)ids.shape[1])];
}
