namespace FineTune.Data;

/// <summary>The ways in which rows may say what is to be learned.</summary>
public static class FormatRegistry
{
    /// <summary>Every format; a new one is a file and a line here.</summary>
    public static IReadOnlyList<IDataFormat> All { get; } =
    [
        new TextClassification(),
    ];

    /// <summary>The format with a name.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static IDataFormat Get(string name) =>
        All.FirstOrDefault(format => format.Name == name)
            ?? throw new ArgumentException($"No data format '{name}'.", nameof(name));
}
