namespace FineTune.Training;

/// <summary>How fast a run goes, over the stretch since the last line.</summary>
/// <param name="TokensPerSecond">Tokens; there is no padding to count.</param>
/// <param name="ExamplesPerSecond">Rows.</param>
/// <param name="Remaining">Time to the last step at this pace.</param>
/// <param name="PeakBytes">Most memory that tensors have held on the card, or the process where there is none.</param>
public sealed record Speed(double TokensPerSecond, double ExamplesPerSecond, TimeSpan Remaining, long PeakBytes);
