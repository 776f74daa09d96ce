using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Testing;
using FineTune.Training;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Learning rates of every schedule, step by step.</summary>
internal sealed class ScheduleCheck : IGoldenCheck
{
    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static bool HoldsTables(string folder) =>
        Directory.EnumerateFiles(folder, "*.json").Any(f => File.ReadAllText(f).Contains("\"schedules\""));

    public bool Handles(GoldenCase golden) => HoldsTables(golden.Folder);

    public void Run(GoldenCase golden)
    {
        foreach (var file in Directory.EnumerateFiles(golden.Folder, "*.json"))
        {
            var table = JsonNode.Parse(File.ReadAllText(file))!;
            foreach (var (name, schedule) in table["schedules"]!.AsObject())
            {
                CheckOne($"{Path.GetFileName(file)} {name}", table, name, schedule!);
            }
        }
    }

    private static void CheckOne(string title, JsonNode table, string name, JsonNode schedule)
    {
        // A row's name is the schedule's, with its arguments spelled out behind it.
        var entry = ScheduleRegistry.All
            .Where(e => name.StartsWith(e.Name, StringComparison.Ordinal))
            .MaxBy(e => e.Name.Length);
        Assert.True(entry is not null, $"{title}: there is no such schedule");
        var context = new ScheduleContext(
            table["base_lr"]!.GetValue<double>(),
            table["num_warmup_steps"]!.GetValue<int>(),
            table["num_training_steps"]!.GetValue<int>(),
            schedule["args"].Deserialize<ScheduleArguments>(SnakeCase)!);
        IReadOnlyList<double> expected = [.. schedule["lr"]!.AsArray().Select(v => v!.GetValue<double>())];
        double[] actual = [.. Enumerable.Range(0, expected.Count).Select(step => entry.LearningRate(context, step))];
        TensorAssert.AllClose(title, expected, actual, Tolerance.LearningRate);
    }
}
