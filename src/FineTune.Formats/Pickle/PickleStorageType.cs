namespace FineTune.Formats;

/// <summary>A storage class of torch's, such as <c>FloatStorage</c>.</summary>
/// <param name="Name">What comes before <c>Storage</c>: <c>Float</c>.</param>
/// <param name="DType">What its elements are; null for a type that is not read here.</param>
internal sealed record PickleStorageType(string Name, DType? DType)
{
    private const string Suffix = "Storage";

    /// <summary>The storage class of a name in module <c>torch</c>; null if the name is none.</summary>
    public static PickleStorageType? Find(string name)
    {
        if (!name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return null;
        }

        var type = name[..^Suffix.Length];
        return type is "Untyped" or "" ? null : new PickleStorageType(type, ElementType(type));
    }

    private static DType? ElementType(string type) => type switch
    {
        "Bool" => Formats.DType.BOOL,
        "Byte" => Formats.DType.U8,
        "Char" => Formats.DType.I8,
        "Short" => Formats.DType.I16,
        "Half" => Formats.DType.F16,
        "BFloat16" => Formats.DType.BF16,
        "Int" => Formats.DType.I32,
        "Float" => Formats.DType.F32,
        "Double" => Formats.DType.F64,
        "Long" => Formats.DType.I64,
        _ => null,
    };
}
