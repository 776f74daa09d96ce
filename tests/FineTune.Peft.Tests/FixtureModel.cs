using FineTune.Models;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>A base model of any task with a saved adapter, and its logits for rows of one length.</summary>
internal sealed class FixtureModel : IDisposable
{
    private readonly IDisposable _loaded;
    private readonly Func<PackedBatch, Tensor> _logits;

    private FixtureModel(
        IDisposable loaded, ParameterSet parameters, Adapter adapter, Func<PackedBatch, Tensor> logits) =>
        (_loaded, Parameters, Adapter, _logits) = (loaded, parameters, adapter, logits);

    public ParameterSet Parameters { get; }

    public Adapter Adapter { get; }

    public static FixtureModel Open(string folder, string adapterFolder)
    {
        var saved = AdapterFolder.Open(adapterFolder);
        using var pretrained = PretrainedFolder.Open(folder);
        var adapter = PeftRegistry.Create(
            saved.Config, new AdapterContext(pretrained.Entry.ModelType, saved.TaskType));
        var options = new LoadOptions { Device = CPU, Adapter = adapter, GrowsVocabulary = true };
        var config = pretrained.Config.With("vocab_size", Math.Max(pretrained.Config.GetInt("vocab_size"), saved.TokensNeeded()));
        var model = saved.TaskType == AdapterContext.CausalLM
            ? Decoder(pretrained.LoadCausalLM(config, options), adapter)
            : Classifier(pretrained.LoadSequenceClassifier(config, options), adapter);
        saved.LoadInto(model.Parameters);
        return model;
    }

    /// <summary>Logits as transformers shapes them.</summary>
    /// <param name="ids"><c>[rows, tokens]</c>.</param>
    public Tensor Logits(Tensor ids)
    {
        var (rows, length) = (ids.shape[0], ids.shape[1]);
        using var batch = Packed(ids);
        var logits = _logits(batch);
        return logits.shape[0] == rows ? logits : logits.view(rows, length, -1);
    }

    /// <summary>Rows of one length as a batch.</summary>
    /// <param name="ids"><c>[rows, tokens]</c>.</param>
    public static PackedBatch Packed(Tensor ids)
    {
        var (rows, length) = (ids.shape[0], ids.shape[1]);
        return new PackedBatch
        {
            InputIds = ids.view(-1),
            PositionIds = arange(length, dtype: int64).repeat(rows),
            TokenTypeIds = zeros(rows * length, int64),
            Rows = [.. Enumerable.Range(0, (int)rows)],
            Layout = new SequenceLayout([.. Enumerable.Range(0, (int)rows + 1).Select(row => (int)(row * length))], CPU),
        };
    }

    public void Dispose() => _loaded.Dispose();

    private static FixtureModel Classifier(LoadedModel<ISequenceClassifier> loaded, Adapter adapter) =>
        new(loaded, loaded.Parameters, adapter, loaded.Model.Logits);

    private static FixtureModel Decoder(LoadedModel<ICausalLM> loaded, Adapter adapter) =>
        new(loaded, loaded.Parameters, adapter, batch => loaded.Model.Logits(loaded.Model.Hidden(batch)));
}
