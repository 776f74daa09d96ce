using System.Text.Json.Nodes;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Generation.Tests;

/// <summary>Tiny real decoders, and prompts for them.</summary>
internal static class TinyModel
{
    public static TheoryData<string> Types =>
        [.. ModelRegistry.All.Where(e => e.ForCausalLM is not null).Select(e => e.ModelType)];

    public static LoadedModel<ICausalLM> Load(string modelType)
    {
        var tiny = TinyCheckpoint.Of(modelType);
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        JsonObject config = tiny.Config();
        using var opened = PretrainedFolder.Open(TinyBert.Write(folder.Path, config, tiny.CausalWeights!()));
        return opened.LoadCausalLM(opened.Config, new LoadOptions { Device = CPU });
    }

    public static TokenGenerator Generator(this LoadedModel<ICausalLM> loaded, int maxPositions = TinyBert.MaxLength) =>
        new(loaded.Model, loaded.Mode, maxPositions, CPU);

    public static int[][] Prompts(int seed, int count, int longest = 9)
    {
        var rows = TokenRows.Ragged(seed, count, longest);
        return [.. rows.All.Select(r => rows.Ids(r).Select(i => (int)i).ToArray())];
    }

    public static string[] Texts(this IEnumerable<GeneratedTokens> results) =>
        [.. results.Select(r => $"{r.Prompt}: {string.Join(' ', r.Ids)} {r.Finish}")];
}
