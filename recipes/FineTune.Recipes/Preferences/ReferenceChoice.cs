using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>What plays the reference of a run: the policy at step 0, by the cheapest way there is, or another checkpoint if
/// one is named.</summary>
internal sealed class ReferenceChoice : IDisposable
{
    // As many rows as show whether a fresh adapter changes anything.
    private const int ProbeRows = 4;

    private readonly FrozenCopy? _copy;

    private ReferenceChoice(ReferencePolicy policy, FrozenCopy? copy = null) => (Policy, _copy) = (policy, copy);

    /// <summary>The reference.</summary>
    public ReferencePolicy Policy { get; }

    /// <summary>Whether it is the base model, or another one: something that depends on no training.</summary>
    public bool IsBaseModel => _copy is null;

    /// <summary>Chooses, and makes sure that the policy starts from it.</summary>
    /// <returns>Null where the task wants no reference.</returns>
    /// <exception cref="TrainingException">The policy does not start from it.</exception>
    public static ReferenceChoice? For(PreferenceParts parts, IRunConsole console)
    {
        if (!parts.Config.Task.UsesReference)
        {
            return null;
        }
        if (parts.Other is { } other)
        {
            console.Fact("reference", parts.Config.Task.RefModel!);
            return new ReferenceChoice(new ReferencePolicy(parts.Config.Task.RefModel!, other.Model, () => Nothing.Done));
        }
        var choice = OwnStart(parts);
        if (Difference(parts, choice) is var difference and not 0)
        {
            choice.Dispose();
            throw TrainingException.StartMargins(difference, choice.Policy.Description);
        }
        console.Fact("reference", choice.Policy.Description);
        return choice;
    }

    /// <summary>Opens another checkpoint to be the reference.</summary>
    /// <param name="named">A run, an adapter, or a plain or merged model.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="tokenizer">The policy's tokenizer.</param>
    /// <param name="config">The run's config.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It speaks another vocabulary.</exception>
    public static LoadedModel<ICausalLM> Open(
        string named, BuiltDecoder policy, Tokenizer tokenizer, RunConfig config, IRunConsole console)
    {
        var folder = HubModel.Folder(named, console);
        var source = ModelSource.Find(folder, baseModel: null, console);
        var theirs = Tokenizer.Load(source.TokenizerFiles);
        if (FirstDifference(tokenizer, theirs) is { } id)
        {
            throw RecipeException.OtherVocabulary(
                named, $"token {id} is '{theirs.IdToToken(id)}' there and '{tokenizer.IdToToken(id)}' here");
        }
        using var weights = PretrainedFolder.Open(source.Weights);
        var dtype = DeviceChoice.DType(config.Training.Precision, policy.Device);
        var (loaded, _) = source.Load(
            weights,
            AdapterContext.CausalLM,
            policy.Device,
            (modelConfig, options) => weights.LoadCausalLM(modelConfig, options with { DType = dtype }));
        if (loaded.Model.VocabSize != policy.Loaded.Model.VocabSize)
        {
            var sizes = $"it has {loaded.Model.VocabSize:N0} logits, the policy {policy.Loaded.Model.VocabSize:N0}";
            loaded.Dispose();
            throw RecipeException.OtherVocabulary(named, sizes);
        }
        loaded.Mode.Training = false;
        return loaded;
    }

    /// <inheritdoc/>
    public void Dispose() => _copy?.Dispose();

    /// <summary>A fresh adapter switched off is the start, if it changes nothing yet. Otherwise the start is copied.</summary>
    private static ReferenceChoice OwnStart(PreferenceParts parts)
    {
        var (adapter, parameters) = (parts.Tuned.Adapter, parts.Tuned.Parameters);
        if (adapter is not null && parts.Config.Model.AdapterNameOrPath is null)
        {
            var off = new ReferenceChoice(new ReferencePolicy(
                "the base model (adapter off)", parts.Model, () => adapter.Disabled(parameters)));
            if (Difference(parts, off) == 0)
            {
                return off;
            }
        }
        var copy = new FrozenCopy(parameters.Trainable);
        var what = adapter is null ? "a copy of the model as it starts" : "a copy of the adapter as it starts";
        return new ReferenceChoice(new ReferencePolicy(what, parts.Model, copy.Use), copy);
    }

    private static double Difference(PreferenceParts parts, ReferenceChoice choice)
    {
        var scorer = new CompletionScorer(
            parts.Model, parts.Tuned.Parameters.Trainable, parts.Tuned.Mode, choice.Policy);
        var rows = Enumerable.Range(0, Math.Min(ProbeRows, parts.Data.Train.Count)).ToArray();
        using var batch = BatchTransfer.ToDevice(parts.Data.Train.Packing(null)(rows), parts.Tuned.Device);
        return scorer.LargestDifference(batch);
    }

    private static int? FirstDifference(Tokenizer ours, Tokenizer theirs)
    {
        var size = Math.Max(ours.VocabSize, theirs.VocabSize);
        for (var id = 0; id < size; id++)
        {
            if (ours.IdToToken(id) != theirs.IdToToken(id))
            {
                return id;
            }
        }
        return null;
    }

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing Done = new();

        public void Dispose()
        {
        }
    }
}
