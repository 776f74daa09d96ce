using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>A model of any task with everything that its files are written from.</summary>
public sealed record TunedModel
{
    private const string DefaultTemplate = "default";
    private const string TemplateName = "chat_template.jinja";
    private const string MoreTemplates = "additional_chat_templates";

    /// <summary>Folder or name of the base model, as the user gave it.</summary>
    public required string BaseModel { get; init; }

    /// <summary>Its configuration.</summary>
    public required HfConfig Config { get; init; }

    /// <summary>Its architecture.</summary>
    public required ModelEntry Entry { get; init; }

    /// <summary>transformers' class of it, for <c>architectures</c>.</summary>
    public required string ClassName { get; init; }

    /// <summary>Its tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>Most tokens of a row.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The limit to write into the tokenizer's files, where texts are cut to what was trained; null leaves what
    /// they say.</summary>
    public int? TokenizerLimit { get; init; }

    /// <summary>Every parameter, base and adapter.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>Its switch between training and evaluation.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>Where it computes.</summary>
    public required Device Device { get; init; }

    /// <summary>The adapter attached to it; null for a plain model.</summary>
    public Adapter? Adapter { get; init; }

    /// <summary>Where the adapter and the weights were opened from; null for a plain model, and in a run.</summary>
    public AdapterOrigin? Origin { get; init; }

    /// <summary>The chat template it was or is trained with; null where there is none.</summary>
    public ChatTemplate? ChatTemplate { get; init; }

    /// <summary>What <c>generation_config.json</c> says; null for models that write no text.</summary>
    public JsonObject? GenerationConfig { get; init; }

    /// <summary>Writes the adapter in PEFT's layout, with all that is needed to use it on its base model.</summary>
    internal void SaveAdapter(string folder)
    {
        AdapterFolder.Save(
            folder, Adapter!, Parameters, BaseModelPath.ToWrite(BaseModel), BaseModelPath.RevisionToWrite(BaseModel));
        SaveBeside(folder, Config);
    }

    /// <summary>Writes one plain checkpoint in transformers' layout, the adapter folded in if there is one.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="form">Type and size of the files.</param>
    internal void SavePlain(string folder, MergedForm form)
    {
        var untied = Merger.WriteShards(folder, Adapter, Parameters, form.TensorType, form.MaxShardSize);
        var config = Config.With("architectures", new JsonArray(ClassName));
        if (form.TensorType is not null)
        {
            config = config.With(config.Has("torch_dtype") ? "torch_dtype" : "dtype", form.Dtype);
        }
        SaveBeside(folder, untied ? config.With("tie_word_embeddings", false) : config);
    }

    private void SaveBeside(string folder, HfConfig config)
    {
        config.Save(Path.Combine(folder, HfConfig.FileName));
        TokenizerFiles.Save(Tokenizer, folder, TokenizerLimit);
        foreach (var name in ChatTemplate?.Names ?? [])
        {
            var file = Path.Combine(folder, name == DefaultTemplate ? TemplateName : Path.Combine(MoreTemplates, $"{name}.jinja"));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.WriteText(file, ChatTemplate!.Source(name));
        }
        if (GenerationConfig is not null)
        {
            HfJson.Write(Path.Combine(folder, GenerationFile.Name), GenerationConfig);
        }
    }
}
