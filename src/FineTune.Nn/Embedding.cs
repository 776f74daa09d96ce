using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Rows of a table by id.</summary>
public sealed class Embedding
{
    internal Embedding(string path, Parameter weight)
    {
        Path = path;
        Weight = weight;
    }

    /// <summary>Full path of the module, as in the checkpoint.</summary>
    public string Path { get; }

    /// <summary><c>[rows, hidden]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Looks rows up.</summary>
    /// <param name="ids"><c>[tokens]</c>, int64, each in [0, rows).</param>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Forward(Tensor ids) => Weight.Value.index_select(0, ids);
}
