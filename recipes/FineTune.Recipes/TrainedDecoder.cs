using FineTune.Data;
using FineTune.Formats;
using FineTune.Generation;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>A language model that is ready to generate: from a run folder, an adapter, a checkpoint of a run, or a plain
/// or merged model.</summary>
public sealed record TrainedDecoder : ITrainedModel
{
    private readonly PretrainedFolder _weights;

    private TrainedDecoder(PretrainedFolder weights) => _weights = weights;

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <inheritdoc/>
    public required TunedModel Tuned { get; init; }

    /// <summary>The config of the run that made it, if it is in a run folder.</summary>
    public RunConfig? Run { get; init; }

    /// <summary>How it generates if nothing else is asked for: its <c>generation_config.json</c>, and the tokens that
    /// end a text from there, from <c>config.json</c> and from the tokenizer.</summary>
    public required GenerationConfig Generation { get; init; }

    /// <summary>The model.</summary>
    public required LoadedModel<ICausalLM> Loaded { get; init; }

    /// <summary>Most tokens it can take, prompt and text together.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer => Tuned.Tokenizer;

    /// <summary>Its chat template; null for a model that was not made for conversations.</summary>
    public ChatTemplate? Template => Tuned.ChatTemplate;

    /// <summary>Where it computes.</summary>
    public Device Device => Tuned.Device;

    /// <summary>Generates tokens with it.</summary>
    public TokenGenerator Tokens => new(Loaded.Model, Loaded.Mode, MaxPositions, Device);

    /// <summary>Generates texts with it.</summary>
    public TextGenerator Texts => new(Tokens, Tokenizer);

    /// <summary>Opens a folder.</summary>
    /// <param name="path">A run folder, an adapter, a checkpoint, or a plain or merged model.</param>
    /// <param name="baseModel">The base model's folder, where the adapter's own note of it no longer holds.</param>
    /// <param name="device">auto, cpu, cuda or cuda:N.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It is none of these, is a classifier, or its base model is not there.
    /// </exception>
    public static TrainedDecoder Open(string path, string? baseModel, string device, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        var source = ModelSource.Find(path, baseModel, console);
        return source.Adapter?.TaskType == AdapterContext.SequenceClassification
            ? throw RecipeException.NoDecoder(source.Path)
            : Open(source, device, console);
    }

    /// <inheritdoc/>
    public IReadOnlyList<float[]> LogitsOf(IReadOnlyList<string> texts)
    {
        Loaded.Mode.Training = false;
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        int[][] ids = [.. texts.Select(text => Tokenizer.EncodeToIds(text)).Select(t => t[..Math.Min(t.Length, MaxPositions)])];
        int[] offsets = [0, .. ids.Select((_, i) => ids[..(i + 1)].Sum(t => t.Length))];
        using var batch = new PackedBatch
        {
            InputIds = tensor([.. ids.SelectMany(t => t).Select(id => (long)id)], device: Device),
            PositionIds = tensor([.. ids.SelectMany(t => Enumerable.Range(0, t.Length)).Select(p => (long)p)], device: Device),
            Layout = new SequenceLayout(offsets, Device),
        };
        var last = tensor([.. offsets[1..].Select(end => end - 1L)], device: Device);
        var logits = Loaded.Model.Logits(Loaded.Model.Hidden(batch).index_select(0, last)).to(float32).cpu();
        return [.. logits.data<float>().ToArray().Chunk((int)logits.shape[1])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Loaded.Dispose();
        _weights.Dispose();
    }

    internal static TrainedDecoder Open(ModelSource source, string device, IRunConsole console)
    {
        var where = DeviceChoice.Pick(device);
        var weights = PretrainedFolder.Open(source.Weights);
        var loaded = source.Load(weights, AdapterContext.CausalLM, where, weights.LoadCausalLM);
        var tuned = source.Tuned(weights, loaded, weights.Entry.CausalLMName!, where) with
        {
            TokenizerLimit = null,
            ChatTemplate = ChatTemplateChoice.OfFolder(source.TokenizerFiles),
            GenerationConfig = GenerationFile.OfFolder(source.Path) ?? GenerationFile.OfFolder(source.Weights),
        };
        return new TrainedDecoder(weights)
        {
            Path = source.Path,
            Tuned = tuned,
            Run = source.Run,
            Generation = ReadGeneration(source, weights, tuned.Tokenizer, console),
            Loaded = loaded.Loaded,
            MaxPositions = source.MaxPositions(weights),
        };
    }

    private static GenerationConfig ReadGeneration(
        ModelSource source, PretrainedFolder weights, Tokenizer tokenizer, IRunConsole console)
    {
        var folder = source.HasFile(GenerationConfigJson.FileName) ? source.Path : source.Weights;
        var file = System.IO.Path.Combine(folder, GenerationConfigJson.FileName);
        var config = File.Exists(file) ? GenerationConfigJson.Read(HfJson.Read(file), file) : new GenerationConfig();
        foreach (var name in GenerationConfigJson.NotDone(config))
        {
            console.Notice($"{file}: {name} is not applied; the text may differ from transformers'");
        }
        if (config.EosTokenIds.Count == 0 && weights.Config["eos_token_id"] is { } ids)
        {
            config = GenerationConfigJson.Read(
                new() { ["eos_token_id"] = ids.DeepClone() }, weights.Config.File, config);
        }
        return tokenizer.EosTokenId is { } eos ? config with { EosTokenIds = [.. config.EosTokenIds.Union([eos])] } : config;
    }
}
