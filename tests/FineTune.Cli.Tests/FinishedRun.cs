namespace FineTune.Cli.Tests;

/// <summary>One finished run for all tests that only look at it.</summary>
public sealed class FinishedRun : IDisposable
{
    public FinishedRun() => Result = Place.Finetune("train", "config.yaml", "--json").Done();

    internal Workplace Place { get; } = new();

    /// <summary>What training printed.</summary>
    internal CliResult Result { get; }

    public void Dispose() => Place.Dispose();
}
