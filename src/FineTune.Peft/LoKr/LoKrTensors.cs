using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>LoKr's tensors of a layer: two factors, either of them whole or split into two narrow matrices.</summary>
internal static class LoKrTensors
{
    /// <summary>Name of the smaller factor.</summary>
    public const string First = "lokr_w1";

    /// <summary>Name of the larger factor.</summary>
    public const string Second = "lokr_w2";

    /// <summary>The tensors' names, by which of the factors are split: neither, the second, the first, both.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Keys { get; } =
    [
        [First, Second],
        [First, LeftOf(Second), RightOf(Second)],
        [LeftOf(First), RightOf(First), Second],
        [LeftOf(First), RightOf(First), LeftOf(Second), RightOf(Second)],
    ];

    /// <summary>Name of the left half of a split factor.</summary>
    public static string LeftOf(string name) => $"{name}_a";

    /// <summary>Name of the right half of a split factor.</summary>
    public static string RightOf(string name) => $"{name}_b";

    /// <summary>The Kronecker product: each element of the first times the whole second.</summary>
    public static Tensor Kronecker(Tensor first, Tensor second) =>
        (first.unsqueeze(1).unsqueeze(3) * second.unsqueeze(1).unsqueeze(0))
        .reshape(first.shape[0] * second.shape[0], first.shape[1] * second.shape[1]);

    /// <summary>The update as a product of two narrow matrices: (L₁ R₁) ⊗ (L₂ R₂) = (L₁ ⊗ L₂)(R₁ ⊗ R₂).</summary>
    public static LayerUpdate UpdateOf(LoKrConfig config, LayerTensors layer)
    {
        var (first, second) = (Halves(layer, First), Halves(layer, Second));
        return new LayerUpdate(
            layer.Path,
            Kronecker(first.Right, second.Right),
            Kronecker(first.Left, second.Left),
            config.ScalingOf(layer.Path));
    }

    /// <summary>What is wrong with the shapes of a layer's tensors; null if nothing is.</summary>
    public static string? ShapeProblem(LayerTensors layer, int rank)
    {
        string? Of(string name) =>
            !layer.Has(name) ? LoraFactors.ShapeProblem((layer[RightOf(name)], layer[LeftOf(name)]), rank)
            : layer[name].dim() != 2 ? $"{name} is no matrix"
            : null;
        return Of(First) ?? Of(Second);
    }

    // A whole factor is its own product with the identity, on its narrow side.
    private static (Tensor Left, Tensor Right) Halves(LayerTensors layer, string name)
    {
        if (!layer.Has(name))
        {
            return (layer[LeftOf(name)], layer[RightOf(name)]);
        }
        var whole = layer[name];
        var (rows, columns) = (whole.shape[0], whole.shape[1]);
        return rows < columns ? (eye(rows), whole) : (whole, eye(columns));
    }
}
