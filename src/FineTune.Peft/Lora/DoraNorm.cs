using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The norm of each row of V = W + s · B A, without making V: ‖w‖² + 2s · b·(A w) + s² · b·(A Aᵀ b). It takes one
/// product of W with a thin matrix, and the squares of W once.</summary>
internal sealed class DoraNorm
{
    private readonly Func<Tensor> _weight;
    private readonly float _scaling;
    private readonly Tensor _squares;

    /// <summary>Takes the squares.</summary>
    /// <param name="weight">The frozen base weight, <c>[rows, columns]</c>.</param>
    /// <param name="scaling">s.</param>
    /// <param name="scope">Whose model keeps the squares.</param>
    public DoraNorm(Func<Tensor> weight, float scaling, ModuleScope scope)
    {
        using var guard = no_grad();
        _weight = weight;
        _scaling = scaling;
        _squares = scope.Buffer(weight().to(float32).square().sum(1L));                // [rows]
    }

    /// <summary>The norms at present.</summary>
    /// <param name="a"><c>[rank, columns]</c>, float32.</param>
    /// <param name="b"><c>[rows, rank]</c>, float32.</param>
    /// <returns><c>[rows]</c>, float32, without gradient.</returns>
    public Tensor Of(Tensor a, Tensor b)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var cross = _weight().to(float32).mm(a.t());                                   // [rows, rank]
        var own = b.mm(a.mm(a.t())) * _scaling;                                        // [rows, rank]
        var change = (((cross * 2) + own) * b).sum(1L) * _scaling;                     // [rows]
        // Rounding may take a row that the update cancels below zero.
        return (_squares + change).clamp_min(1e-30).sqrt().MoveToOuterDisposeScope();
    }
}
