using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Rows of a table by id.</summary>
public sealed class Embedding
{
    private readonly ScalarType _dtype;

    internal Embedding(string path, Parameter weight, ScalarType dtype)
    {
        Path = path;
        Weight = weight;
        _dtype = dtype;
    }

    /// <summary>Full path of the module, as in the checkpoint.</summary>
    public string Path { get; }

    /// <summary><c>[rows, hidden]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Looks rows up.</summary>
    /// <param name="ids"><c>[tokens]</c>, int64, each in [0, rows).</param>
    /// <returns><c>[tokens, hidden]</c>, of the model's type, even where the table is trained in float32.</returns>
    public Tensor Forward(Tensor ids) => Weight.Value.index_select(0, ids).to(_dtype);
}
