using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace FineTune.Formats;

/// <summary>
/// A Hugging Face JSON config (<c>config.json</c>, or one laid out like it) with typed access that names file and key
/// when something is wrong. Keys nobody asks for are kept and written back. A <c>null</c> counts as absent, as in
/// transformers.
/// </summary>
public sealed class HfConfig
{
    /// <summary>The name the file has in a checkpoint folder.</summary>
    public const string FileName = "config.json";

    private readonly JsonObject _values;
    private readonly string _prefix;

    // While Bind runs, problems are kept here and getters answer defaults; null elsewhere.
    private readonly List<CheckpointException>? _problems;

    private HfConfig(string file, JsonObject values, string prefix = "", List<CheckpointException>? problems = null) =>
        (File, _values, _prefix, _problems) = (file, values, prefix, problems);

    /// <summary>The file's path, for messages.</summary>
    public string File { get; }

    /// <summary>The keys that are there.</summary>
    public IEnumerable<string> Keys => _values.Select(entry => entry.Key);

    /// <summary>The family of architectures (<c>bert</c>), from <c>model_type</c>.</summary>
    public string ModelType => GetString("model_type");

    /// <summary>The class names in <c>architectures</c>; empty when there are none.</summary>
    public IReadOnlyList<string> Architectures => GetStrings("architectures") ?? [];

    /// <summary>
    /// What <c>problem_type</c> says: <c>single_label_classification</c>, <c>multi_label_classification</c> or
    /// <c>regression</c>; null when it says nothing.
    /// </summary>
    public string? ProblemType => GetStringOrNull("problem_type");

    /// <summary>
    /// The dtype the weights were saved in, from <c>dtype</c> or <c>torch_dtype</c>; null when not given or
    /// <c>auto</c>.
    /// </summary>
    public DType? DType => GetDType("dtype") ?? GetDType("torch_dtype");

    /// <summary>The label names by id, from <c>id2label</c>; null when it is absent.</summary>
    public IReadOnlyList<string>? Labels => GetLabels();

    /// <summary>Reads a config.</summary>
    /// <param name="path">The file, or a folder with a <c>config.json</c>.</param>
    /// <exception cref="CheckpointException">The file is not there or is not a JSON object.</exception>
    public static HfConfig Open(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        return new HfConfig(file, HfJson.Read(file));
    }

    /// <summary>A config from text.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="file">Where it came from, for messages.</param>
    /// <exception cref="CheckpointException">The text is not a JSON object.</exception>
    public static HfConfig Parse(string json, string file) => new(file, HfJson.Parse(json, file));

    /// <summary>Makes a record of this config and reports all keys that are missing or wrong at once.</summary>
    /// <param name="read">
    /// Reads the values it wants from the config it is given; wrong ones come as defaults until it returns.
    /// </param>
    /// <exception cref="CheckpointException">One or more keys are missing or wrong.</exception>
    public T Bind<T>(Func<HfConfig, T> read)
    {
        var problems = new List<CheckpointException>();
        var result = read(new HfConfig(File, _values, _prefix, problems));
        return problems.Count == 0 ? result : throw CheckpointException.All(problems);
    }

    /// <summary>Whether a key is there with a value other than null.</summary>
    public bool Has(string key) => _values[key] is not null;

    /// <summary>The untyped value of a key; null when it is absent.</summary>
    public JsonNode? this[string key] => _values[key];

    /// <summary>A nested object as a config of its own; null when the key is absent.</summary>
    public HfConfig? Section(string key) => _values[key] switch
    {
        null => null,
        JsonObject section => new HfConfig(File, section, $"{_prefix}{key}.", _problems),
        var other => Fail<HfConfig?>(Wrong(key, "an object", other)),
    };

    /// <summary>A whole number; required.</summary>
    public int GetInt(string key) => GetIntOrNull(key) ?? Missing<int>(key);

    /// <summary>A whole number, or <paramref name="fallback"/>.</summary>
    public int GetInt(string key, int fallback) => GetIntOrNull(key) ?? fallback;

    /// <summary>A whole number, or null.</summary>
    public int? GetIntOrNull(string key) =>
        Get<int>(key, "a whole number", (JsonValue value, out int number) => value.TryGetValue(out number));

    /// <summary>A number; required.</summary>
    public double GetDouble(string key) => GetDoubleOrNull(key) ?? Missing<double>(key);

    /// <summary>A number, or <paramref name="fallback"/>.</summary>
    public double GetDouble(string key, double fallback) => GetDoubleOrNull(key) ?? fallback;

    /// <summary>A number, or null.</summary>
    public double? GetDoubleOrNull(string key) =>
        Get<double>(
            key,
            "a number",
            (JsonValue value, out double number) => value.TryGetValue(out number) && double.IsFinite(number));

    /// <summary>A truth value; required.</summary>
    public bool GetBool(string key) => GetBoolOrNull(key) ?? Missing<bool>(key);

    /// <summary>A truth value, or <paramref name="fallback"/>.</summary>
    public bool GetBool(string key, bool fallback) => GetBoolOrNull(key) ?? fallback;

    /// <summary>A truth value, or null.</summary>
    public bool? GetBoolOrNull(string key) =>
        Get<bool>(key, "true or false", (JsonValue value, out bool flag) => value.TryGetValue(out flag));

    /// <summary>A string; required.</summary>
    public string GetString(string key) => GetStringOrNull(key) ?? Missing<string>(key) ?? "";

    /// <summary>A string, or <paramref name="fallback"/>.</summary>
    public string GetString(string key, string fallback) => GetStringOrNull(key) ?? fallback;

    /// <summary>A string, or null.</summary>
    public string? GetStringOrNull(string key) => _values[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        var other => Fail<string?>(Wrong(key, "a string", other)),
    };

    /// <summary>A list of strings, or null.</summary>
    public IReadOnlyList<string>? GetStrings(string key) => _values[key] switch
    {
        null => null,
        JsonArray list when list.All(item => item is JsonValue value && value.TryGetValue(out string? _)) =>
            [.. list.Select(item => item!.GetValue<string>())],
        var other => Fail<IReadOnlyList<string>?>(Wrong(key, "a list of strings", other)),
    };

    /// <summary>A copy with one value changed, added, or with null removed; this one stays as it is.</summary>
    public HfConfig With(string key, JsonNode? value)
    {
        var copy = _values.DeepClone().AsObject();
        if (value is null)
        {
            copy.Remove(key);
        }
        else
        {
            copy[key] = JsonNode.Parse(value.ToJsonString()); // As if read: then 1 is also a number to GetDouble.
        }

        return new HfConfig(File, copy, _prefix);
    }

    /// <summary>A copy with these label names by id, as <c>id2label</c> and <c>label2id</c>.</summary>
    public HfConfig WithLabels(IReadOnlyList<string> labels)
    {
        var (idToLabel, labelToId) = (new JsonObject(), new JsonObject());
        for (var id = 0; id < labels.Count; id++)
        {
            idToLabel[id.ToString()] = labels[id];
            labelToId[labels[id]] = id;
        }

        return With("id2label", idToLabel).With("label2id", labelToId);
    }

    /// <summary>Writes the config as transformers lays it out, atomically.</summary>
    public void Save(string path) => HfJson.Write(path, _values);

    /// <summary>The text that <see cref="Save"/> writes.</summary>
    public override string ToString() => HfJson.ToText(_values);

    private delegate bool Reader<T>(JsonValue value, out T result);

    private T? Get<T>(string key, string expected, Reader<T> read)
        where T : struct => _values[key] switch
        {
            null => null,
            JsonValue value when read(value, out var result) => result,
            var other => Fail<T?>(Wrong(key, expected, other)),
        };

    private DType? GetDType(string key)
    {
        var name = GetStringOrNull(key)?.Replace("torch.", "", StringComparison.Ordinal);
        if (name is null or "auto")
        {
            return null;
        }

        foreach (var dtype in Enum.GetValues<DType>())
        {
            if (dtype.TorchName() == name)
            {
                return dtype;
            }
        }

        var names = string.Join(", ", Enum.GetValues<DType>().Select(DTypes.TorchName));
        return Fail<DType?>(Wrong(key, $"one of {names}", _values[key]));
    }

    private string[]? GetLabels()
    {
        if (Section("id2label") is not { } section)
        {
            return null;
        }

        var labels = new string[section._values.Count];
        for (var id = 0; id < labels.Length; id++)
        {
            labels[id] = section.GetString(id.ToString());
        }

        return labels;
    }

    /// <summary>Reports a key whose value is of the right type and still not one that can be used.</summary>
    /// <param name="holds">Whether all is well.</param>
    /// <param name="key">The key.</param>
    /// <param name="expected">What it must be, for the message.</param>
    /// <exception cref="CheckpointException">It does not hold.</exception>
    public void Check(bool holds, string key, string expected)
    {
        if (!holds)
        {
            Fail<object>(Wrong(key, expected, _values[key]));
        }
    }

    private CheckpointException Wrong(string key, string expected, JsonNode? found) =>
        CheckpointException.WrongValue(File, _prefix + key, expected, HfJson.Describe(found));

    private T? Missing<T>(string key) =>
        Has(key)
            ? default // Of the wrong type, which was reported already.
            : Fail<T>(CheckpointException.MissingKey(File, _prefix + key, Keys));

    [return: MaybeNull]
    private T Fail<T>(CheckpointException problem)
    {
        if (_problems is null)
        {
            throw problem;
        }

        _problems.Add(problem);
        return default;
    }
}
