using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Rows of a table by id.</summary>
public sealed class Embedding : IEmbedding
{
    private readonly ScalarType _dtype;

    internal Embedding(string path, Parameter weight, ScalarType dtype)
    {
        Path = path;
        Weight = weight;
        _dtype = dtype;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>Whether its rows are the vectors of the tokens that enter the model.</summary>
    public bool IsInput { get; init; }

    /// <inheritdoc/>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    /// <remarks>Of the model's type even where the table is trained in float32.</remarks>
    public Tensor Forward(Tensor ids) => Weight.Rows(ids).to(_dtype);
}
