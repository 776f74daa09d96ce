namespace FineTune.Recipes;

/// <summary>How a merge went.</summary>
/// <param name="Output">The folder written.</param>
/// <param name="Dtype">Type of the merged weights.</param>
/// <param name="LargestLogitDifference">Between the adapter's model and the folder, opened again; null where they
/// were not compared.</param>
public sealed record MergeResult(string Output, string Dtype, double? LargestLogitDifference);
