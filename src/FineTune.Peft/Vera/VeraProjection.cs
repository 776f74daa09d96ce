using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The random matrices that all layers of a VeRA adapter share: as large as the largest of them needs, so they are
/// drawn when all are known.</summary>
internal sealed class VeraProjection
{
    private Tensor? _a;
    private Tensor? _b;

    /// <summary>Draws the matrices as PEFT does.</summary>
    /// <param name="config">The method's settings.</param>
    /// <param name="widest">The largest input of a layer.</param>
    /// <param name="tallest">The largest output of a layer.</param>
    /// <param name="scope">Some scope of the model.</param>
    public void Draw(VeraConfig config, long widest, long tallest, ModuleScope scope)
    {
        using var random = new Generator((ulong)config.ProjectionKey);
        _a = scope.Buffer(Drawn(config.Rank, widest, random), config.SaveProjection ? "base_model.vera_A" : null);
        _b = scope.Buffer(Drawn(tallest, config.Rank, random), config.SaveProjection ? "base_model.vera_B" : null);
    }

    /// <summary>A layer's part of A, <c>[rank, in]</c>.</summary>
    public Tensor A(long inFeatures) => _a!.narrow(1, 0, inFeatures);

    /// <summary>A layer's part of B, <c>[out, rank]</c>.</summary>
    public Tensor B(long outFeatures) => _b!.narrow(0, 0, outFeatures);

    // torch's kaiming_uniform with the gain of a ReLU.
    private static Tensor Drawn(long rows, long columns, Generator random)
    {
        var bound = Math.Sqrt(6.0 / columns);
        return empty(rows, columns).uniform_(-bound, bound, random);
    }
}
