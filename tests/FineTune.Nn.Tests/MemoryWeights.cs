using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>A checkpoint in memory.</summary>
internal sealed class MemoryWeights(IReadOnlyDictionary<string, Tensor> tensors) : IWeightSource
{
    public static MemoryWeights Empty { get; } = new(new Dictionary<string, Tensor>());

    public string Description => "the test's checkpoint";

    public IReadOnlyCollection<string> Names => [.. tensors.Keys];

    public long[]? ShapeOf(string name) => tensors.GetValueOrDefault(name)?.shape;

    public ScalarType TypeOf(string name) => tensors[name].dtype;

    public void Read(string name, Tensor destination, long firstRow = 0) =>
        destination.copy_(tensors[name].narrow(0, firstRow, destination.shape[0]));

    /// <summary>A construction on the CPU from these weights.</summary>
    public ModelBuild Build(
        AdapterDecorator? adapter = null, ScalarType dtype = ScalarType.Float32, long seed = 1, bool allowFresh = true,
        bool ignoreMismatchedSizes = false) =>
        new(this, adapter ?? AdapterDecorator.None, dtype, CPU, seed)
        {
            AllowFresh = allowFresh,
            IgnoreMismatchedSizes = ignoreMismatchedSizes,
        };
}
