namespace FineTune.Peft;

/// <summary>Which adapter of a set is in use.</summary>
internal sealed class ActiveAdapter
{
    /// <summary>Its place in the set; null for none.</summary>
    public int? Index { get; set; }
}
