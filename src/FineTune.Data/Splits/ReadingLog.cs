namespace FineTune.Data;

/// <summary>What comes up while data is read.</summary>
public sealed class ReadingLog
{
    /// <summary>What must be mended before anything can run.</summary>
    public DataProblems Problems { get; } = new();

    /// <summary>What the user should know.</summary>
    public List<string> Notices { get; } = [];
}
