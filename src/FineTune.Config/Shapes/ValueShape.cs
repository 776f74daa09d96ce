namespace FineTune.Config;

/// <summary>What may be written for a value. A closed set: scalars, choices, lists, tables, sections, variants and
/// conversions.</summary>
internal abstract record ValueShape
{
    /// <summary>What is allowed, for a message: <c>a whole number</c>.</summary>
    public abstract string Allowed { get; }
}
