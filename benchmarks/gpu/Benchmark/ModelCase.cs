using System.Text.Json.Nodes;
using FineTune.Data;
using FineTune.Formats;

namespace GpuBenchmark;

/// <summary>A model to train, and what it is trained on.</summary>
internal sealed record ModelCase
{
    /// <summary>Its <c>config.json</c>.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>Names and shapes of its tensors.</summary>
    public required IReadOnlyDictionary<string, long[]> Shapes { get; init; }

    /// <summary>PEFT's name of the task.</summary>
    public required string TaskType { get; init; }

    /// <summary>The batch of every step.</summary>
    public required HostBatch Batch { get; init; }

    /// <summary>Operations of a step that a model cannot do without: of every weight of a matrix two forward and two for
    /// the gradient of its input, a token each; frozen weights have no gradients of their own. Attention's products count
    /// once forward and twice backward, of causal ones only the half that is seen. What is computed again is not counted.
    /// </summary>
    public required double FlopsPerStep { get; init; }

    public HfConfig Open()
    {
        var folder = Directory.CreateTempSubdirectory("gpu-benchmark-").FullName;
        File.WriteAllText(Path.Combine(folder, HfConfig.FileName), Config.ToJsonString());
        return HfConfig.Open(folder);
    }

    /// <summary>Operations of matrix products a token.</summary>
    /// <param name="shapes">The model's tensors; tables of vectors are looked up, not multiplied.</param>
    public static double LinearFlopsPerToken(IReadOnlyDictionary<string, long[]> shapes) => 4 * shapes
        .Where(s => s.Value.Length == 2 && !s.Key.Contains("embed", StringComparison.Ordinal))
        .Sum(s => (double)s.Value[0] * s.Value[1]);
}
