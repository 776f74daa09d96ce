using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>What an adapter adds to one weight, s · B A, known without the weight.</summary>
/// <param name="Path">Full path of the layer or table.</param>
/// <param name="A"><c>[rank, in]</c>, float32; of a table <c>[rank, rows]</c>.</param>
/// <param name="B"><c>[out, rank]</c>, float32; of a table <c>[hidden, rank]</c>.</param>
/// <param name="Scaling">s.</param>
public sealed record LayerUpdate(string Path, Tensor A, Tensor B, double Scaling)
{
    // Above this width the whole decomposition of a matrix takes minutes; the leading part takes seconds.
    private const int WholeLimit = 1024;
    private const int Rounds = 8;

    /// <summary>Whether this is a table of vectors by id, whose weight gains the transposed product.</summary>
    public bool IsTable { get; init; }

    /// <summary>An update that is no product of narrow matrices.</summary>
    /// <param name="path">Full path of the layer.</param>
    /// <param name="whole"><c>[out, in]</c>, float32.</param>
    public static LayerUpdate Full(string path, Tensor whole)
    {
        var (rows, columns) = (whole.shape[0], whole.shape[1]);
        return rows < columns
            ? new LayerUpdate(path, whole, eye(rows), Scaling: 1)
            : new LayerUpdate(path, eye(columns), whole, Scaling: 1);
    }

    /// <summary>Share of the squared norm that <see cref="Truncated"/> has left, from 0 to 1.</summary>
    public double Kept { get; init; } = 1;

    /// <summary>Number of rows of A.</summary>
    public int Rank => (int)A.shape[0];

    /// <summary>Largest rank that the update of such a weight can have.</summary>
    public int RankLimit => (int)Math.Min(A.shape[1], B.shape[0]);

    /// <summary>The update itself, <c>[out, in]</c>, float32.</summary>
    public Tensor Whole() => B.mm(A) * Scaling;

    /// <summary>Frobenius norm of the update. Made of the factors' products, in float64.</summary>
    public double Norm()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (A.to(float64), B.to(float64));
        var square = (b.t().mm(b) * a.mm(a.t())).sum().ToDouble();
        // Rounding may take one that cancels below zero.
        return Math.Abs(Scaling) * Math.Sqrt(Math.Max(0, square));
    }

    /// <summary>How many directions the update spreads over: the exponential of the entropy of its singular values' shares
    /// (Roy and Vetterli, 2007). Between 1 and the rank; 0 of an update that is zero.</summary>
    public double EffectiveRank()
    {
        using var scope = NewDisposeScope();
        var values = Decomposed().S.to(float64);
        var sum = values.sum().ToDouble();
        if (sum == 0)
        {
            return 0;
        }
        var shares = values.data<double>().ToArray().Select(value => value / sum).Where(share => share > 0);
        return Math.Exp(-shares.Sum(share => share * Math.Log(share)));
    }

    /// <summary>The nearest update of a lower rank: the largest singular parts (Eckart and Young, 1936), B times singular
    /// values, scaling 1. Of wide updates that are no product of narrow matrices they are found by iteration, which may leave
    /// directions that hardly differ in size mixed with each other.</summary>
    /// <param name="rank">At least 1; a rank that the update does not have is not made up.</param>
    public LayerUpdate Truncated(int rank)
    {
        using var scope = NewDisposeScope();
        var (u, s, vh, square) = Leading(rank);
        var kept = Math.Min(rank, s.shape[0]);
        var left = (u.narrow(1, 0, kept) * s.narrow(0, 0, kept)).to(float32);          // [out, kept]
        var right = vh.narrow(0, 0, kept).to(float32).contiguous();                    // [kept, in]
        return this with
        {
            A = right.MoveToOuterDisposeScope(),
            B = left.MoveToOuterDisposeScope(),
            Scaling = 1,
            Kept = square == 0 ? 1 : Math.Min(1, Square(s.narrow(0, 0, kept)) / square),
        };
    }

    private static double Square(Tensor values) => values.to(float64).square().sum().ToDouble();

    // At least the parts of a rank, where there are so many; and the squared norm of all.
    private (Tensor U, Tensor S, Tensor Vh, double Square) Leading(int rank)
    {
        if (Rank < RankLimit || RankLimit <= WholeLimit || 4L * rank > RankLimit)
        {
            var (u, s, vh) = Decomposed();
            return (u, s, vh, Square(s));
        }
        using var random = new Generator(0);
        var whole = Whole();
        // Twice the rank, so that what is left out does not leak in.
        var leading = LeadingSvd.Of(whole, 2 * rank, Rounds, random);
        return (leading.U, leading.S, leading.Vh, Square(whole));
    }

    // A product of narrow matrices needs no more than their QR decompositions and that of a square as small as the rank.
    private (Tensor U, Tensor S, Tensor Vh) Decomposed()
    {
        if (Rank >= RankLimit)
        {
            return linalg.svd(Whole(), fullMatrices: false);
        }
        var (left, leftCore) = linalg.qr(B.to(float64));                               // [out, rank], [rank, rank]
        var (right, rightCore) = linalg.qr(A.to(float64).t());                         // [in, rank], [rank, rank]
        var (u, s, vh) = linalg.svd(leftCore.mm(rightCore.t()) * Scaling, fullMatrices: false);
        return (left.mm(u), s, vh.mm(right.t()));
    }
}
