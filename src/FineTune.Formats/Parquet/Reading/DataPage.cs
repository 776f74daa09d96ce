namespace FineTune.Formats;

/// <summary>A data page that is being read.</summary>
/// <param name="Repetitions">The entries' repetition levels; null where all are 0.</param>
/// <param name="Definitions">The entries' definition levels; null where all are 0.</param>
/// <param name="Values">The values of the entries that have one.</param>
internal sealed record DataPage(HybridReader? Repetitions, HybridReader? Definitions, IValueSource Values)
{
    /// <summary>How many entries are left.</summary>
    public required int Left { get; set; }
}
