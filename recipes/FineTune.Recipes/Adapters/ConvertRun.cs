using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary><c>finetune adapter convert</c>: another type of numbers, or plain LoRA of another method.</summary>
public static class ConvertRun
{
    /// <summary>Writes the same adapter with numbers of another type.</summary>
    /// <param name="path">Its folder, or the run that left it.</param>
    /// <param name="output">The folder to make.</param>
    /// <param name="dtype">float32, bfloat16 or float16.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="PeftException">It is no adapter, or its numbers do not fit the type.</exception>
    /// <exception cref="RecipeException">The output folder is taken.</exception>
    public static ConvertResult Retype(string path, string output, string dtype, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        var folder = AdapterPath.Open(path, console);
        AdapterPath.Write(output, folder, into => AdapterTensors.Retype(folder, into, TypeOf(dtype)));
        return new ConvertResult(output, folder.Config.PeftType, folder.Config.PeftType, dtype, LeastKept: 1);
    }

    /// <summary>Writes an adapter of any method that adds to weights as plain LoRA: exactly where its updates are products of
    /// narrow matrices and no rank is given, otherwise by their largest singular parts.</summary>
    /// <param name="path">Its folder, or the run that left it.</param>
    /// <param name="output">The folder to make.</param>
    /// <param name="dtype">float32, bfloat16 or float16.</param>
    /// <param name="rank">The rank; null keeps what the updates have.</param>
    /// <param name="baseModel">The base model's folder, where the adapter's own note of it no longer holds; it is read only
    /// where the updates depend on it.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="PeftException">The method adds nothing to weights, or updates of full rank and no rank is
    /// given.</exception>
    /// <exception cref="RecipeException">The output folder is taken, or the base model is needed and not there.</exception>
    public static ConvertResult ToLora(
        string path, string output, string dtype, int? rank, string? baseModel, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var folder = AdapterPath.Open(path, console);
        var tensors = AdapterTensors.Read(folder);
        tensors.RequireFinite();
        var layers = Updates(tensors, Narrowed, baseModel, console);
        AdapterPath.Write(output, folder, into => LoraFolder.Of([tensors], layers, tensors.Modules).Write(into, TypeOf(dtype)));
        return new ConvertResult(output, folder.Config.PeftType, "LORA", dtype, layers.Min(layer => layer.Kept));

        LayerUpdate Narrowed(LayerUpdate update) =>
            rank < update.Rank ? update.Truncated(rank.Value)
            : rank is null && update.Rank >= update.RankLimit
                ? throw PeftException.NeedsRank(folder.Config.PeftType, update.Path, update.RankLimit)
            : update;
    }

    private static IReadOnlyList<LayerUpdate> Updates(
        AdapterTensors tensors, Func<LayerUpdate, LayerUpdate> narrowed, string? baseModel, IRunConsole console)
    {
        if (tensors.Folder.BoundToBase is null)
        {
            return [.. tensors.Updates().Select(narrowed)];
        }
        var source = ModelSource.Find(tensors.Folder.Path, baseModel, console) with { Storage = FrozenStorage.OnDisk };
        using var weights = PretrainedFolder.Open(source.Weights);
        return source.IsLanguageModel
            ? Of(source.Load(weights, AdapterContext.CausalLM, CPU, weights.LoadCausalLM))
            : Of(source.Load(weights, AdapterContext.SequenceClassification, CPU, weights.LoadSequenceClassifier));

        IReadOnlyList<LayerUpdate> Of<T>((LoadedModel<T> Loaded, Adapter? Attached) model)
        {
            using var parameters = model.Loaded.Parameters;
            return BaseUpdates.Of(model.Attached!, parameters, narrowed);
        }
    }

    private static ScalarType TypeOf(string dtype) => Enum.Parse<ScalarType>(dtype, ignoreCase: true);
}
