using System.Text.Json.Nodes;
using FineTune.Testing;

namespace FineTune.Training.Tests;

public sealed class MetricsFileTests : IDisposable
{
    private static readonly TrainPlan Plan = TrainPlan.For(40, new TrainingConfig());

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_event_is_a_line_with_the_fields_names()
    {
        Write(startStep: 0, file =>
        {
            var scores = new Dictionary<string, double> { ["loss"] = 0.25, ["f1"] = 1.0 / 3 };
            var speed = new Speed(1000.12345, 20, TimeSpan.Zero, 123);
            file.Logged(new StepReport(10, 15, 0.6666666, 0.5, 1e-4, 2.5, speed));
            file.Evaluated(new EvaluationReport(10, 0.6666666, scores, IsBest: true, 1.5));
            file.Tested(15, new Dictionary<string, double> { ["accuracy"] = 0.75 });
        });
        Assert.Equal(
            [
                """{"step":10,"epoch":0.6667,"loss":0.5,"learning_rate":0.0001,"grad_norm":"""
                    + """2.5,"tokens_per_second":1000.1234,"examples_per_second":20,"peak_memory_bytes":123}""",
                """{"step":10,"eval_loss":0.25,"eval_f1":0.3333333333333333,"epoch":0.6667,"eval_seconds":1.5}""",
                """{"step":15,"test_accuracy":0.75}""",
            ],
            Lines());
    }

    [Fact]
    public void A_resumed_run_drops_the_lines_past_its_checkpoint_and_those_cut_short()
    {
        Write(startStep: 0, file => Log(file, 1, 2, 3, 4));
        File.AppendAllText(Path, """{"step":2,"epo""");
        Write(startStep: 2, file => Log(file, 3));
        Assert.Equal([1, 2, 3], Lines().Select(l => JsonNode.Parse(l)!["step"]!.GetValue<int>()));
    }

    [Fact]
    public void A_line_is_on_disk_as_soon_as_it_is_written() => Write(startStep: 0, file =>
    {
        Log(file, 1);
        using var reader = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.EndsWith("}\n", reader.ReadToEnd());
    });

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.At("metrics.jsonl");

    private static void Log(MetricsFile file, params ReadOnlySpan<int> steps)
    {
        foreach (var step in steps)
        {
            file.Logged(new StepReport(step, 9, step / 9.0, 0.5, 1e-4, 1, new Speed(1, 1, TimeSpan.Zero, 1)));
        }
    }

    private void Write(int startStep, Action<MetricsFile> write)
    {
        using var file = new MetricsFile(Path);
        file.Started(Plan, new TrainState { Step = startStep });
        write(file);
    }

    private string[] Lines() => File.ReadAllLines(Path);
}
