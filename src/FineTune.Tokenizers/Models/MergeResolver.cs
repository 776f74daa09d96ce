namespace FineTune.Tokenizers.Models;

/// <summary>Finds the ids of a merge's two tokens and of what they become.</summary>
internal sealed class MergeResolver(Vocabulary vocabulary, string prefix)
{
    private readonly byte[] _buffer = new byte[(2 * vocabulary.LongestToken) + 1];
    private readonly int _prefixLength = TextEncoding.UTF8.GetByteCount(prefix);

    /// <summary>Resolves the merge of two tokens.</summary>
    /// <param name="left">The left token.</param>
    /// <param name="right">The right token.</param>
    /// <param name="merge">Their ids and that of the result.</param>
    /// <param name="missing">The token that the vocabulary lacks, where it fails.</param>
    public bool TryResolve(string left, string right, out (int Left, int Right, int Result) merge, out string missing)
    {
        merge = default;
        missing = left;
        if (vocabulary.Find(left) is not { } leftId)
            return false;
        missing = right;
        if (vocabulary.Find(right) is not { } rightId)
            return false;
        var head = vocabulary.BytesOf(leftId);
        var tail = vocabulary.BytesOf(rightId);
        tail = tail[Math.Min(_prefixLength, tail.Length)..];
        head.CopyTo(_buffer);
        tail.CopyTo(_buffer.AsSpan(head.Length));
        var joined = _buffer.AsSpan(0, head.Length + tail.Length);
        missing = "";
        if (vocabulary.TryGetId(joined, out var result))
        {
            merge = (leftId, rightId, result);
            return true;
        }
        missing = TextEncoding.UTF8.GetString(joined);
        return false;
    }
}
