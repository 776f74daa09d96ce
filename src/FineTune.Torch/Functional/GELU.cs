namespace TorchSharp.Modules;

/// <summary>Names the ways to compute GELU.</summary>
public sealed class GELU
{
    private GELU()
    {
    }

    /// <summary>How GELU is computed.</summary>
    public enum Approximate
    {
        /// <summary>x times the normal distribution function, by erf.</summary>
        none = 0,

        /// <summary>By the approximation with tanh of arXiv:1606.08415.</summary>
        tanh = 1,
    }
}
