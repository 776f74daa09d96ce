using System.Globalization;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>How the factors of a low-rank update begin (PEFT's <c>init_lora_weights</c>).</summary>
/// <param name="A">Fills A; called first.</param>
/// <param name="B">Fills B.</param>
/// <param name="FromBase">Whether they begin as a part of the base weight, which is then subtracted.</param>
internal sealed record LoraStart(Initializer A, Initializer B, bool FromBase = false)
{
    /// <summary>A uniform, B zero.</summary>
    public const string Default = "true";

    /// <summary>Both at random, so that the adapter changes the model at once: for tests.</summary>
    public const string Random = "false";

    /// <summary>A normal, B zero.</summary>
    public const string Gaussian = "gaussian";

    /// <summary>Both at random, in subspaces whose product is zero.</summary>
    public const string Orthogonal = "orthogonal";

    /// <summary>The base weight's largest singular parts (arXiv:2404.02948).</summary>
    public const string Pissa = "pissa";

    /// <summary>The same by that many rounds of subspace iteration: <c>pissa_niter_4</c>.</summary>
    public const string FastPissa = "pissa_niter_";

    /// <summary>The first columns of the base weight's QR decomposition (arXiv:2406.01775).</summary>
    public const string Olora = "olora";

    /// <summary>The directions in which a sample of the data varies most (arXiv:2410.07170); B zero.</summary>
    public const string Eva = "eva";

    /// <summary>What makes up for quantising the base weight (arXiv:2310.08659).</summary>
    public const string LoftQ = "loftq";

    /// <summary>Whether a beginning takes part of the base weight.</summary>
    public static bool TakesFromBase(string name) => name == Olora || name.StartsWith(Pissa, StringComparison.Ordinal);

    /// <summary>A beginning by name.</summary>
    /// <param name="name">One of the constants; for <see cref="FastPissa"/> with a number behind it.</param>
    /// <param name="inner">The adapted layer.</param>
    /// <param name="rank">The update's rank.</param>
    /// <param name="scaling">What the update is multiplied by.</param>
    public static LoraStart Of(string name, Linear inner, int rank, float scaling)
    {
        var uniform = Initializer.KaimingUniform(inner.InFeatures);
        return name switch
        {
            Random => new LoraStart(uniform, Initializer.KaimingUniform(rank)),
            Gaussian => new LoraStart(Initializer.Normal(1.0 / rank), Initializer.Zeros),
            Orthogonal => OrthogonalTo(inner.Path, rank),
            Olora => OfBase(name, _ => QrParts(inner, rank)),
            Pissa => OfBase(name, _ => SingularParts(linalg.svd(Weight(inner), fullMatrices: false), rank, scaling)),
            _ when name.StartsWith(FastPissa, StringComparison.Ordinal) => OfBase(
                name,
                random => SingularParts(
                    LeadingSvd.Of(Weight(inner), rank, Rounds(name), random), rank, scaling)),
            _ => new LoraStart(uniform, Initializer.Zeros),
        };
    }

    /// <summary>A beginning both factors of which come of one computation: it is made for A, and what is left of it is
    /// B.</summary>
    /// <param name="describe">For reports.</param>
    /// <param name="make">Computes them.</param>
    public static LoraStart Made(string describe, Func<Generator, (Tensor A, Tensor B)> make)
    {
        Tensor? rest = null;
        return new LoraStart(
            new Initializer(describe, (value, random) =>
            {
                using var scope = NewDisposeScope();
                var (a, b) = make(random);
                value.copy_(a);
                rest = b.clone().DetachFromDisposeScope();
            }),
            new Initializer(describe, (value, _) =>
            {
                value.copy_(rest!);
                rest!.Dispose();
            }));
    }

    private static int Rounds(string name) => int.Parse(name[FastPissa.Length..], CultureInfo.InvariantCulture);

    // [out, in], float32
    private static Tensor Weight(Linear inner)
    {
        var weight = inner.Weight.Value.to(float32);
        return inner.FanInFanOut ? weight.t() : weight;
    }

    private static LoraStart OfBase(string name, Func<Generator, (Tensor A, Tensor B)> decompose) =>
        Made($"{name} of the base weight", decompose) with { FromBase = true };

    private static (Tensor A, Tensor B) SingularParts((Tensor U, Tensor S, Tensor Vh) svd, int rank, float scaling)
    {
        var root = (svd.S.narrow(0, 0, rank) / scaling).sqrt();
        return (svd.Vh.narrow(0, 0, rank) * root.unsqueeze(1), svd.U.narrow(1, 0, rank) * root);
    }

    // The scaling is not divided out first, as it is for singular parts: s · Q R is what PEFT takes out.
    private static (Tensor A, Tensor B) QrParts(Linear inner, int rank)
    {
        var (q, r) = linalg.qr(Weight(inner));
        return (r.narrow(0, 0, rank), q.narrow(1, 0, rank));
    }

    // Rows of one orthogonal matrix, every other one for A and B each (datta0.github.io/posts/rethink-lora-init).
    private static LoraStart OrthogonalTo(string path, int rank)
    {
        if (rank % 2 != 0)
        {
            throw PeftException.OddRank(rank, path);
        }
        Tensor? rows = null;
        return new LoraStart(
            new Initializer(Orthogonal, (value, random) =>
            {
                using var scope = NewDisposeScope();
                var (q, _) = linalg.qr(randn([rank, rank], generator: random));
                var halves = q.view(rank / 2, 2, rank);
                var mix = randn([value.shape[1], rank / 2], generator: random);        // [in, rank / 2]
                value.copy_(mix.mm(halves.select(1, 0)).t() / 10);
                rows = halves.select(1, 1).clone().DetachFromDisposeScope();
            }),
            new Initializer(Orthogonal, (value, random) =>
            {
                using var scope = NewDisposeScope();
                var mix = randn([value.shape[0], rank / 2], generator: random);        // [out, rank / 2]
                value.copy_(mix.mm(rows!) / 10);
                rows!.Dispose();
            }));
    }
}
