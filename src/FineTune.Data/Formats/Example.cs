namespace FineTune.Data;

/// <summary>One thing to learn from, made of one row.</summary>
/// <param name="Origin">The row it was made of.</param>
public abstract record Example(RowOrigin Origin);
