using System.Text.Json;
using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>The steps of a recipe that are done, kept in its output folder.</summary>
internal sealed class PipelineState
{
    private const string FileName = "pipeline.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
    };

    private readonly string _file;
    private readonly List<FinishedStep> _steps;

    private PipelineState(string file, List<FinishedStep> steps) => (_file, _steps) = (file, steps);

    /// <summary>The state in a folder; an empty one where there is none, or a damaged one.</summary>
    public static PipelineState Open(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            List<FinishedStep> steps =
                File.Exists(file) ? JsonSerializer.Deserialize<List<FinishedStep>>(File.ReadAllText(file), Json)! : [];
            return new(file, steps);
        }
        catch (JsonException)
        {
            return new(file, []);
        }
    }

    /// <summary>A step that was done; null if it was not, or something it left is gone.</summary>
    public FinishedStep? Find(string name) =>
        _steps.Find(step => step.Name == name) is { } step && step.Outputs.Values.All(Path.Exists) ? step : null;

    /// <summary>Notes that a step is done.</summary>
    public void Add(FinishedStep step)
    {
        _steps.RemoveAll(other => other.Name == step.Name);
        _steps.Add(step);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_file))!);
        AtomicFile.WriteText(_file, JsonSerializer.Serialize(_steps, Json) + "\n");
    }
}
