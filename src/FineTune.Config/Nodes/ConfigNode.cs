namespace FineTune.Config;

/// <summary>A value of a config document that remembers where it was written. Nodes never change.</summary>
/// <param name="Position">Where the value begins.</param>
public abstract record ConfigNode(SourcePosition Position)
{
    /// <summary>The value in a few words for an error message: <c>'abc'</c>, <c>a list</c>, <c>a section</c>.</summary>
    public abstract string Summary { get; }

    /// <summary>True for an absent or explicit null value (nothing, <c>~</c> or <c>null</c>, unquoted).</summary>
    public bool IsNull => this is ConfigScalar { IsQuoted: false, Text: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>The value as strings, a single scalar counting as a list of one.</summary>
    /// <returns>The strings, or null where the value is not made of non-null scalars.</returns>
    public IReadOnlyList<string>? AsTexts() => this switch
    {
        ConfigScalar { IsNull: false } scalar => [scalar.Text],
        ConfigSequence list when list.Items.All(item => item is ConfigScalar { IsNull: false })
            => [.. list.Items.Select(item => ((ConfigScalar)item).Text)],
        _ => null,
    };
}
