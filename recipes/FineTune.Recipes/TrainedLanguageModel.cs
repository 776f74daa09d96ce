using FineTune.Data;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>A decoder that is ready to use: from a run folder, an adapter, a checkpoint of a run, or a plain or merged
/// model.</summary>
public sealed record TrainedLanguageModel : ITrainedModel
{
    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>The model.</summary>
    public required ICausalLM Model { get; init; }

    /// <inheritdoc/>
    public required TunedModel Tuned { get; init; }

    /// <summary>The config of the run that made it, if it is in a run folder.</summary>
    public RunConfig? Run { get; init; }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">A run folder, an adapter, a checkpoint, or a plain or merged model.</param>
    /// <param name="baseModel">The base model's folder, where the adapter's own note of it no longer holds.</param>
    /// <param name="device">auto, cpu, cuda or cuda:N.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It is none of these, or a classifier, or its base model is not there.</exception>
    public static TrainedLanguageModel Open(string path, string? baseModel, string device, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        var source = ModelSource.Find(path, baseModel, console);
        return source.IsLanguageModel ? Open(source, device) : throw RecipeException.NoLanguageModel(path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> LogitsOf(IReadOnlyList<string> texts)
    {
        Tuned.Mode.Training = false;
        using var guard = no_grad();
        return [.. texts.Select(NextTokenLogits)];
    }

    /// <inheritdoc/>
    public void Dispose() => Tuned.Parameters.Dispose();

    internal static TrainedLanguageModel Open(ModelSource source, string device)
    {
        var place = DeviceChoice.Pick(device);
        using var weights = PretrainedFolder.Open(source.Weights);
        var loaded = source.Load(weights, AdapterContext.CausalLM, place, weights.LoadCausalLM);
        return new TrainedLanguageModel
        {
            Path = source.Path,
            Model = loaded.Loaded.Model,
            Run = source.Run,
            Tuned = source.Tuned(weights, loaded, weights.Entry.CausalLMName!, place) with
            {
                ChatTemplate = ChatTemplateChoice.OfFolder(source.TokenizerFiles),
                GenerationConfig = GenerationFile.OfFolder(source.Path) ?? GenerationFile.OfFolder(source.Weights),
            },
        };
    }

    private float[] NextTokenLogits(string text)
    {
        using var scope = NewDisposeScope();
        var ids = Tuned.Tokenizer.EncodeToIds(text);
        using var batch = new PackedBatch
        {
            InputIds = tensor([.. ids.Select(id => (long)id)], device: Tuned.Device),
            PositionIds = arange(ids.Length, device: Tuned.Device),
            Layout = new SequenceLayout([0, ids.Length], Tuned.Device),
        };
        var last = Model.Hidden(batch).narrow(0, ids.Length - 1, 1);
        return Model.Logits(last).to(float32).cpu().data<float>().ToArray();
    }
}
