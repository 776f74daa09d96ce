namespace TorchSharp.Interop;

/// <summary>What the bits of a <see cref="Number"/> mean.</summary>
internal enum NumberKind
{
    Real = 0,
    Integer = 1,
    Boolean = 2,
    None = 3,
}
