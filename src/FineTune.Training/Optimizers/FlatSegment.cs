namespace FineTune.Training;

/// <summary>Neighbouring elements of the flat buffer that an optimizer treats alike.</summary>
/// <param name="Start">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Rate">Their learning rate, as a multiple of the run's.</param>
/// <param name="Decays">Whether weight decay applies to them.</param>
public readonly record struct FlatSegment(long Start, long Count, double Rate, bool Decays);
