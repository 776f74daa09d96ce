namespace FineTune.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int OurFault = 1;
    public const int BadInput = 2;
    public const int Interrupted = 130;
}
