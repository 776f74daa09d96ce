namespace TorchSharp.Interop;

/// <summary>The kinds of <see cref="IndexPlace"/>.</summary>
internal enum IndexKind
{
    NewDimension = 0,
    Ellipsis = 1,
    Integer = 2,
    Boolean = 3,
    Slice = 4,
    Tensor = 5,
}
