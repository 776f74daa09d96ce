namespace FineTune.Formats;

/// <summary>Puts rows together from their columns' entries.</summary>
/// <remarks>
/// Melnik et al., "Dremel: Interactive Analysis of Web-Scale Datasets", 2010, section 4, without its state machine: each
/// field looks at the levels of its first leaf to see whether it is there and whether another item follows.
/// </remarks>
internal abstract class RowAssembly
{
    /// <summary>Takes the field's next value from its leaves, and leaves them at the one after it.</summary>
    public abstract object? Read();

    /// <summary>Passes over the field, of which all leaves have one entry because a field above is not there.</summary>
    public abstract void Skip();

    /// <summary>What assembles a field.</summary>
    public static RowAssembly For(SchemaNode node, RowGroupReaders readers) => node switch
    {
        LeafNode leaf => new LeafAssembly(readers[leaf]),
        StructNode group => new StructAssembly(group, readers),
        ListNode list => new ListAssembly(list, readers),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
