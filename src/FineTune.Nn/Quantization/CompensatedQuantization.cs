using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Keeps a matrix quantised beside a correction of low rank that makes up for part of what is lost: in turns the
/// code of what the correction leaves, and the correction of what the code leaves (LoftQ, arXiv:2310.08659,
/// algorithm 1). The matrix itself is in memory once, in float32, meanwhile.</summary>
/// <param name="kind">The code.</param>
/// <param name="rounds">How often the turns are taken, at least once.</param>
/// <param name="correct">Gives the correction of a residual, both of the matrix's shape and in float32.</param>
public sealed class CompensatedQuantization(QuantizationKind kind, int rounds, Func<Tensor, Tensor> correct) : FrozenStorage
{
    internal override IFrozenWeight Keep(StoredWeight weight)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var rows = weight.Shape[0];
        var whole = (weight with { DType = float32 }).Read(0, rows);
        var kept = Coded(weight, whole);
        for (var round = 1; ; round++)
        {
            var correction = correct(whole - kept.Rows(0, rows).to(float32));
            if (round == rounds)
            {
                return kept;
            }
            kept.Dispose();
            kept = Coded(weight, whole - correction);
        }
    }

    private IFrozenWeight Coded(StoredWeight weight, Tensor matrix)
    {
        var source = weight with { Source = new OneTensor(matrix) };
        return kind == QuantizationKind.Nf4 ? Nf4Weight.Of(source, doubleQuantization: false) : Int8Weight.Of(source);
    }

    private sealed class OneTensor(Tensor matrix) : IWeightSource
    {
        public string Description => "a matrix in memory";

        public IReadOnlyCollection<string> Names => [];

        public long[]? ShapeOf(string name) => matrix.shape;

        public ScalarType TypeOf(string name) => matrix.dtype;

        public void Read(string name, Tensor destination, long firstRow = 0)
        {
            using var rows = matrix.narrow(0, firstRow, destination.shape[0]);
            destination.copy_(rows);
        }
    }
}
