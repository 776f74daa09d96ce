using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A folder in PEFT's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public sealed class AdapterFolder
{
    /// <summary>The tensors' file name.</summary>
    public const string WeightsName = "adapter_model.safetensors";

    /// <summary>The name of the file with what only further training needs, which PEFT leaves alone.</summary>
    public const string EncoderName = "prompt_encoder.safetensors";

    private const string RevisionKey = "revision";

    // How the architectures call their tables with a row for each token.
    private static readonly string[] TokenTables =
        ["embed_tokens", "wte", "word_embeddings", "embed_in", "lm_head", "embed_out"];

    private AdapterFolder(string path, HfConfig json, PeftConfig config)
    {
        Path = path;
        Config = config;
        BaseModel = json.GetString("base_model_name_or_path", "");
        BaseModelRevision = json.GetStringOrNull(RevisionKey);
        TaskType = json.GetString("task_type", "");
        Notices = AdapterConfigFile.Notices(json);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The method and its settings.</summary>
    public PeftConfig Config { get; }

    /// <summary>Path or hub name of the base model, as written.</summary>
    public string BaseModel { get; }

    /// <summary>The base model's revision on the hub; null where none is written.</summary>
    public string? BaseModelRevision { get; }

    /// <summary>PEFT's name of the task.</summary>
    public string TaskType { get; }

    /// <summary>What its user should know of the settings, a line each.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>The least number of tokens that the model must have: more than the base model's where some were added to
    /// it, as the ids of trained tokens and the size of stored tables tell.</summary>
    public int TokensNeeded()
    {
        using var stored = SafetensorsFile.Open(System.IO.Path.Combine(Path, WeightsName));
        return stored.Tensors
            .Where(t => t.Shape.Length == 2 && TokenTables.Contains(StoredTensor.ModuleOf(t.Name)))
            .Select(t => (int)t.Shape[0])
            .Concat(Config.NamedTokens.Select(id => id + 1))
            .DefaultIfEmpty(0)
            .Max();
    }

    /// <summary>Whether a folder holds an adapter.</summary>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, AdapterConfigFile.FileName));

    /// <summary>Opens a folder; the tensors are read by <see cref="LoadInto"/>.</summary>
    /// <exception cref="PeftException">A file is missing, or holds what is not supported.</exception>
    /// <exception cref="CheckpointException"><c>adapter_config.json</c> cannot be read.</exception>
    public static AdapterFolder Open(string path)
    {
        foreach (var name in new[] { AdapterConfigFile.FileName, WeightsName })
        {
            if (!File.Exists(System.IO.Path.Combine(path, name)))
            {
                throw PeftException.NotAnAdapter(path, name);
            }
        }
        var json = HfConfig.Open(System.IO.Path.Combine(path, AdapterConfigFile.FileName));
        return new AdapterFolder(path, json, AdapterConfigFile.Read(json));
    }

    /// <summary>Sets a model's trainable parameters to the folder's tensors, and whatever else of the model the folder
    /// holds.</summary>
    /// <exception cref="PeftException">Tensors are missing, surplus or of another shape; all are listed.</exception>
    public void LoadInto(ParameterSet parameters)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var keyOf = PeftRegistry.For(Config).KeyOf;
        var makers = parameters.Trainable.Where(p => keyOf(p) is null).ToList();
        StoredTensor.Read(
            System.IO.Path.Combine(Path, WeightsName),
            StoredTensor.All(parameters, keyOf),
            // Where its makers are trained on, what they made is made again.
            name => StoredTensor.IsRepeated(name, parameters)
                || (makers.Count > 0 && name == PromptLearningAdapter.Vectors));
        if (makers.Count > 0)
        {
            var file = System.IO.Path.Combine(Path, EncoderName);
            StoredTensor.Read(
                File.Exists(file) ? file : throw PeftException.NoEncoder(Path, EncoderName),
                makers.Select(StoredTensor.Maker));
        }
    }

    /// <summary>Writes an adapter: every trainable parameter, under PEFT's names, in float32, and what PEFT stores of the
    /// base.</summary>
    /// <param name="path">The folder; made if need be.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="baseModel">Path or hub name of the base model, for <c>base_model_name_or_path</c>.</param>
    /// <param name="revision">The base model's revision on the hub, if it is not the default.</param>
    public static void Save(
        string path, Adapter adapter, ParameterSet parameters, string baseModel, string? revision = null)
    {
        Directory.CreateDirectory(path);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Write(path, WeightsName, adapter.Stored(parameters));
        var keyOf = PeftRegistry.For(adapter.Config).KeyOf;
        var makers = parameters.Trainable.Where(p => keyOf(p) is null).ToList();
        if (makers.Count > 0)
        {
            Write(path, EncoderName, makers.Select(StoredTensor.Maker));
        }
        var json = AdapterConfigFile.Write(adapter, baseModel, adapter.SavedModules(parameters));
        json[RevisionKey] = revision;
        HfJson.Write(System.IO.Path.Combine(path, AdapterConfigFile.FileName), json);
    }

    private static void Write(string folder, string name, IEnumerable<StoredTensor> tensors) => TensorFile.Write(
        System.IO.Path.Combine(folder, name),
        tensors.ToDictionary(t => t.Key, t => t.Whole, StringComparer.Ordinal));
}
