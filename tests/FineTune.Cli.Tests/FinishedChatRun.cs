namespace FineTune.Cli.Tests;

/// <summary>One finished run of a language model for all tests that only look at it.</summary>
public sealed class FinishedChatRun : IDisposable
{
    public FinishedChatRun() => Result = Place.Finetune("train", "config.yaml", "--json").Done();

    public ChatPlace Place { get; } = new();

    /// <summary>What training printed.</summary>
    internal CliResult Result { get; }

    public void Dispose() => Place.Dispose();
}
