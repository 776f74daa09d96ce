namespace FineTune.Config;

/// <summary>Where a key or value was written: a place in a file, or a <c>--set</c> on the command line.</summary>
/// <param name="File">The file as the user named it, or the override: <c>--set training.seed=1</c>.</param>
/// <param name="Line">Line from 1; 0 for an override, which has no lines.</param>
/// <param name="Column">Column in characters from 1; 0 for an override.</param>
public readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>True when the value came from the command line.</summary>
    public bool IsOverride => Line == 0;

    /// <summary>The position of everything that one override sets.</summary>
    /// <param name="text">The override as given: <c>training.seed=1</c>.</param>
    /// <returns>A position without line and column.</returns>
    public static SourcePosition OfOverride(string text) => new($"--set {text}", 0, 0);

    /// <summary><c>file:line:column</c>, or the override itself.</summary>
    /// <returns>The text that opens an error line.</returns>
    public override string ToString() => IsOverride ? File : $"{File}:{Line}:{Column}";
}
