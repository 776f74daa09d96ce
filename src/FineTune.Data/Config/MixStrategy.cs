namespace FineTune.Data;

/// <summary>How several data sets are put together.</summary>
public enum MixStrategy
{
    /// <summary>One after the other, each as many times over as its weight says.</summary>
    Concatenate,

    /// <summary>Drawn one row at a time, with chances in proportion to the weights.</summary>
    Interleave,
}
