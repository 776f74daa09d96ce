using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A folder in PEFT's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public sealed class AdapterFolder
{
    /// <summary>The tensors' file name.</summary>
    public const string WeightsName = "adapter_model.safetensors";

    private const string RevisionKey = "revision";

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
        var file = System.IO.Path.Combine(Path, WeightsName);
        using var stored = SafetensorsFile.Open(file);
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var slots = StoredTensor.All(parameters).ToDictionary(t => t.Key, StringComparer.Ordinal);
        var missing = slots.Values.Where(s => s.Needed && !stored.TryGet(s.Key, out _)).Select(s => s.Key).ToList();
        var unexpected = stored.Tensors.Select(t => t.Name)
            .Where(n => !slots.ContainsKey(n) && !StoredTensor.IsRepeated(n)).ToList();
        var misshapen = stored.Tensors
            .Where(t => slots.TryGetValue(t.Name, out var slot) && !slot.Fits(t.Shape))
            .Select(t => $"{t.Name}: the file has {t.ShapeText}, "
                + $"the model wants [{string.Join(", ", slots[t.Name].Shape)}]")
            .ToList();
        if (missing.Count + unexpected.Count + misshapen.Count > 0)
        {
            throw PeftException.TensorsDoNotFit(file, missing, misshapen, unexpected);
        }
        foreach (var info in stored.Tensors.Where(t => slots.ContainsKey(t.Name)))
        {
            slots[info.Name].Fill(info.Shape, whole => TensorBytes.Fill(
                whole,
                TensorBytes.TypeOf(info.DType.ToString()),
                (start, into) => stored.Read(info, start, into)));
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
        TensorFile.Write(
            System.IO.Path.Combine(path, WeightsName),
            adapter.Stored(parameters).ToDictionary(t => t.Key, t => t.Whole, StringComparer.Ordinal));
        var json = AdapterConfigFile.Write(adapter, baseModel, adapter.SavedModules(parameters));
        json[RevisionKey] = revision;
        HfJson.Write(System.IO.Path.Combine(path, AdapterConfigFile.FileName), json);
    }
}
