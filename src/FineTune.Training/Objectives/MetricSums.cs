using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>What an objective reports beside its loss, not yet divided.</summary>
/// <param name="Names">The figures.</param>
/// <param name="Sums"><c>[names, 2]</c>, float32, on the device: the sum of each, and what it is over.</param>
public sealed record MetricSums(IReadOnlyList<string> Names, Tensor Sums)
{
    /// <summary>Stacks figures.</summary>
    /// <param name="figures">Name, sum (scalar) and what it is over.</param>
    public static MetricSums Of(IReadOnlyList<(string Name, Tensor Sum, Tensor Count)> figures)
    {
        using var guard = no_grad();
        var rows = figures.Select(f => stack([f.Sum.detach().to(float32), f.Count.to(float32)])).ToArray();
        return new MetricSums([.. figures.Select(f => f.Name)], stack(rows));
    }
}
