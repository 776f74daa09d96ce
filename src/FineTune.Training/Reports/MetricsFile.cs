using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>Writes <c>metrics.jsonl</c>: one line for each logged step and each evaluation. A resumed run drops the
/// lines past its checkpoint before it goes on.</summary>
public sealed class MetricsFile : ITrainObserver, IDisposable
{
    private readonly string _path;
    private StreamWriter? _writer;

    /// <summary>Sets the writer up; the file is opened when the run starts.</summary>
    public MetricsFile(string path) => _path = path;

    /// <inheritdoc/>
    public void Started(TrainPlan plan, TrainState state)
    {
        var kept = File.Exists(_path) ? File.ReadAllLines(_path).Where(line => StepOf(line) <= state.Step).ToArray() : [];
        _writer = new StreamWriter(_path, append: false) { AutoFlush = true, NewLine = "\n" };
        foreach (var line in kept)
        {
            _writer.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Logged(StepReport report)
    {
        var line = new JsonObject
        {
            ["step"] = report.Step,
            ["epoch"] = Rounded(report.Epoch),
            ["loss"] = report.Loss,
            ["learning_rate"] = report.LearningRate,
            ["grad_norm"] = report.GradNorm,
            ["tokens_per_second"] = Rounded(report.Speed.TokensPerSecond),
            ["examples_per_second"] = Rounded(report.Speed.ExamplesPerSecond),
            ["peak_memory_bytes"] = report.Speed.PeakBytes,
        };
        foreach (var (name, value) in report.Metrics)
        {
            line[name] = value;
        }
        Write(line);
    }

    /// <inheritdoc/>
    public void Evaluated(EvaluationReport report)
    {
        var line = Scores("eval_", report.Step, report.Scores);
        line["epoch"] = Rounded(report.Epoch);
        line["eval_seconds"] = Rounded(report.Seconds);
        Write(line);
    }

    /// <summary>Adds the result's scores on the test data.</summary>
    public void Tested(int step, IReadOnlyDictionary<string, double> scores) => Write(Scores("test_", step, scores));

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    private static JsonObject Scores(string prefix, int step, IReadOnlyDictionary<string, double> scores)
    {
        var line = new JsonObject { ["step"] = step };
        foreach (var (name, value) in scores)
        {
            line[prefix + name] = value;
        }
        return line;
    }

    private void Write(JsonObject line) => _writer?.WriteLine(line.ToJsonString());

    private static double Rounded(double value) => Math.Round(value, 4);

    // A line that a crash cut short is dropped with those past the checkpoint.
    private static int StepOf(string line)
    {
        try
        {
            return JsonNode.Parse(line)?["step"]?.GetValue<int>() ?? int.MaxValue;
        }
        catch (JsonException)
        {
            return int.MaxValue;
        }
    }
}
