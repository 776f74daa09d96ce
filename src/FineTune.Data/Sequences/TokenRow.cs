using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FineTune.Data;

/// <summary>A sequence of tokens, with what of it is learned.</summary>
/// <param name="Origin">The row it was made of.</param>
/// <param name="Ids">The token ids, <c>[tokens]</c>.</param>
/// <param name="Supervised">The tokens the model learns to write, in ascending order, without overlaps.</param>
public sealed record TokenRow(RowOrigin Origin, int[] Ids, IReadOnlyList<TokenRun> Supervised)
{
    /// <summary>The label of a token that is not learned.</summary>
    public const int IgnoreIndex = -100;

    /// <summary>What was cut off.</summary>
    public RowCuts Cuts { get; init; }

    /// <summary>Whether some token holds both text that is learned and text before it that is not.</summary>
    public bool HasSharedToken { get; init; }

    /// <summary>How many tokens there are.</summary>
    public int Length => Ids.Length;

    /// <summary>How many tokens are learned: those supervised, but never the first, which nothing predicts.</summary>
    public int TargetCount => Supervised.Sum(run => run.End - Math.Max(run.Start, 1));

    /// <summary>Adds tokens, and what of them is learned, to a hash.</summary>
    internal void AddTo(IncrementalHash hash)
    {
        hash.AppendData(MemoryMarshal.AsBytes<int>([Length, Supervised.Count]));
        hash.AppendData(MemoryMarshal.AsBytes(Ids.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes<TokenRun>([.. Supervised]));
    }

    /// <summary>The label of each token, <c>[tokens]</c>: its id, or <see cref="IgnoreIndex"/>; not shifted.</summary>
    public int[] Labels()
    {
        var labels = new int[Ids.Length];
        Array.Fill(labels, IgnoreIndex);
        foreach (var run in Supervised)
        {
            Ids.AsSpan(run.Start, run.Length).CopyTo(labels.AsSpan(run.Start));
        }

        return labels;
    }
}
