using System.Globalization;

namespace FineTune.Cli.Tests;

/// <summary>Runs that end before their end.</summary>
public sealed class StopTests : IDisposable
{
    private const string OwnStatus = "/proc/self/status";
    private const int Interrupt = 2;
    private const string Endless = "training.max_steps=1000000";

    // A rate that changes and does not depend on how many steps there will be, so that a run may be stopped anywhere.
    private static readonly string[] AnyLength = ["training.lr_scheduler_type=inverse_sqrt", "training.warmup_steps=2"];

    private readonly Workplace _place = new();

    public StopTests()
    {
        Skip.If(OperatingSystem.IsWindows(), "sends POSIX signals");
        // As under nohup, or in the background of a script; every process started from here inherits it.
        Skip.If(Ignored(Interrupt), "this process was started with SIGINT ignored");
    }

    public void Dispose() => _place.Dispose();

    [SkippableTheory]
    // 26 rows in batches of 8 make 4 steps an epoch: after a whole epoch, and within one.
    [InlineData(4)]
    [InlineData(3)]
    public void A_run_that_was_killed_goes_on_to_the_same_bits(int killedAfter)
    {
        string[] settings = [.. AnyLength, "evaluation.eval_strategy=no", $"training.save_steps={killedAfter}"];
        _place.TrainWith([.. settings, "training.max_steps=7", "output.output_dir=unbroken"]).Done();
        using (var killed = Start([.. settings, Endless, "output.output_dir=broken"]))
        {
            killed.WaitFor($"saved broken/checkpoints/step-{killedAfter:D6}");
            killed.Signal("KILL");
            Assert.Equal(137, killed.Wait().ExitCode);
        }
        // Later ones that it may have got to before the signal arrived.
        foreach (var later in Directory.GetDirectories(_place.At("broken", "checkpoints"))
            .Where(f => !f.EndsWith($"step-{killedAfter:D6}", StringComparison.Ordinal)))
        {
            Directory.Delete(later, recursive: true);
        }
        var resumed = Resume([.. settings, "training.max_steps=7", "output.output_dir=broken"]).Done();

        Assert.Contains($"going on after step {killedAfter}", resumed.Error, StringComparison.Ordinal);
        AssertSameRun("unbroken", "broken", steps: 7);
        Assert.Equal(
            File.ReadAllLines(_place.At("unbroken", "metrics.jsonl")).Length,
            File.ReadAllLines(_place.At("broken", "metrics.jsonl")).Length);
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_run_that_was_asked_to_stop_saves_and_can_go_on_to_the_same_bits(string signal)
    {
        string[] settings = [.. AnyLength, "evaluation.eval_steps=1", "training.save_steps=0"];
        int steps;
        using (var stopped = Start([.. settings, Endless, "output.output_dir=stopped"], "--json"))
        {
            stopped.WaitFor("step 2/");
            stopped.Signal(signal);
            var result = stopped.Wait();
            Assert.Equal(130, result.ExitCode);
            Assert.Equal("interrupted", (string?)result.Json["status"]);
            steps = (int)result.Json["steps"]!;
        }
        Assert.Contains($"stopped/checkpoints/step-{steps:D6}", _place.Tree());
        _place.Finetune("predict", "stopped", "--text", "x")
            .Refused("has not finished", "--resume", $"stopped/checkpoints/step-{steps:D6}");

        string[] longer = [.. settings, $"training.max_steps={steps + 2}"];
        Resume([.. longer, "output.output_dir=stopped"]).Done();
        _place.TrainWith([.. longer, "output.output_dir=unbroken"]).Done();
        AssertSameRun("unbroken", "stopped", steps + 2);
    }

    [SkippableFact]
    public void A_second_request_to_stop_ends_the_process_without_a_crash()
    {
        using var stopped = Start([Endless]);
        stopped.WaitFor("step 2/");
        stopped.Signal("INT");
        stopped.Signal("INT");

        Assert.Equal(130, stopped.Wait().ExitCode);
    }

    [SkippableFact]
    public void A_run_is_not_resumed_on_other_rows()
    {
        _place.TrainWith("training.max_steps=2").Done();
        _place.Write("train.jsonl", Reviews.Jsonl(Reviews.Rows(26, seed: 9)));

        Resume("training.max_steps=3").Refused("run/checkpoints/step-000002", "the training rows or labels have changed");
        Resume("output.output_dir=other").Refused("other holds no checkpoint");
    }

    private static bool Ignored(int signal)
    {
        var mask = File.Exists(OwnStatus)
            ? File.ReadLines(OwnStatus).First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim()
            : "0";
        return (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) != 0;
    }

    private RunningCli Start(IReadOnlyList<string> set, params IReadOnlyList<string> options) =>
        Finetune.Start(_place.Path, ["train", "config.yaml", .. options, .. Workplace.Set(set)]);

    private CliResult Resume(params IReadOnlyList<string> set) =>
        _place.Finetune(["train", "config.yaml", "--resume", .. Workplace.Set(set)]);

    private void AssertSameRun(string expected, string actual, int steps)
    {
        var last = $"step-{steps:D6}";
        Assert.Equal(_place.AdapterBytes(expected, "checkpoints", last), _place.AdapterBytes(actual, "checkpoints", last));
        Assert.Equal(_place.AdapterBytes(expected, "adapter"), _place.AdapterBytes(actual, "adapter"));
        Assert.Equal(
            File.ReadAllBytes(_place.At(expected, "checkpoints", last, "optimizer.safetensors")),
            File.ReadAllBytes(_place.At(actual, "checkpoints", last, "optimizer.safetensors")));
        Assert.Equal(
            File.ReadAllText(_place.At(expected, "checkpoints", last, "trainer_state.json")),
            File.ReadAllText(_place.At(actual, "checkpoints", last, "trainer_state.json")));
    }
}
