using FineTune.Nn;
using static TorchSharp.torch;

namespace GpuBenchmark;

/// <summary>A checkpoint that nobody stored: every tensor is drawn where it is wanted. Norms start at one.</summary>
/// <param name="shapes">Names and shapes.</param>
internal sealed class RandomWeights(IReadOnlyDictionary<string, long[]> shapes) : IWeightSource
{
    public string Description => "random weights";

    public IReadOnlyCollection<string> Names => [.. shapes.Keys];

    public long[]? ShapeOf(string name) => shapes.GetValueOrDefault(name);

    public ScalarType TypeOf(string name) => ScalarType.BFloat16;

    public void Read(string name, Tensor destination, long firstRow = 0)
    {
        if (name.Contains("norm", StringComparison.OrdinalIgnoreCase) && name.EndsWith("weight", StringComparison.Ordinal))
        {
            destination.fill_(1);
        }
        else if (name.EndsWith("bias", StringComparison.Ordinal))
        {
            destination.zero_();
        }
        else
        {
            destination.normal_(0, 0.02);
        }
    }
}
