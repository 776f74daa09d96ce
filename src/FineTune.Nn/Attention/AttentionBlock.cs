namespace FineTune.Nn;

/// <summary>A run of queries, and the run of keys that they see.</summary>
/// <param name="First">The first query.</param>
/// <param name="Count">How many queries.</param>
/// <param name="FirstKey">The first key that any of them sees.</param>
internal readonly record struct AttentionBlock(int First, int Count, int FirstKey)
{
    /// <summary>How many keys, up to the last query's own.</summary>
    public int Keys => First + Count - FirstKey;
}
