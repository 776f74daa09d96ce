using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Vectors by id; plain, or wrapped by an adapter.</summary>
public interface IEmbedding
{
    /// <summary>Full path of the module, as in the checkpoint.</summary>
    string Path { get; }

    /// <summary>The base model's table, <c>[rows, hidden]</c>.</summary>
    Parameter Weight { get; }

    /// <summary>Looks rows up.</summary>
    /// <param name="ids"><c>[tokens]</c>, int64, each in [0, rows).</param>
    /// <returns><c>[tokens, hidden]</c>, of the model's type.</returns>
    Tensor Forward(Tensor ids);
}
