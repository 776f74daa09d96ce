namespace FineTune.Data;

/// <summary>Makes an example of a row; a bad row is added to the problems and gives null.</summary>
/// <param name="row">The row.</param>
/// <param name="problems">Where problems go.</param>
public delegate Example? RowConverter(DataRow row, DataProblems problems);
