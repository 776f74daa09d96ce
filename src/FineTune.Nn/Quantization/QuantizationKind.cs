namespace FineTune.Nn;

/// <summary>The code that frozen weights are kept in.</summary>
public enum QuantizationKind
{
    /// <summary>Four bits: the sixteen quantiles of a normal distribution (arXiv:2305.14314, appendix E).</summary>
    Nf4,

    /// <summary>Eight bits: whole numbers from -127 to 127 (arXiv:2208.07339, eq. 1), a scale for each block.</summary>
    Int8,
}
