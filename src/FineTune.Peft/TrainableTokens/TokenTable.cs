using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A table of vectors some of which are trained.</summary>
internal sealed class TokenTable : IEmbedding
{
    private readonly Embedding _inner;
    private readonly TokenVectors _vectors;
    private readonly Tensor _places;    // [tokens]: which of the trained vectors, or -1

    public TokenTable(Embedding inner, TokenVectors vectors, ModuleScope scope)
    {
        using var guard = no_grad();
        (_inner, _vectors) = (inner, vectors);
        var places = full([inner.Weight.Shape[0]], -1, int64);
        _places = scope.Buffer(places.index_copy(0, vectors.IdTensor.cpu(), arange(vectors.Ids.Count, dtype: int64)));
    }

    public string Path => _inner.Path;

    public Parameter Weight => _inner.Weight;

    public Tensor Forward(Tensor ids)
    {
        var rows = _inner.Forward(ids);                                                // [tokens, hidden]
        if (!_vectors.Enabled)
        {
            return rows;
        }
        // Chosen by a mask and not by place: counting the trained tokens would wait for the device.
        var places = _places.index_select(0, ids);                                     // [tokens]
        var trained = _vectors.Values.index_select(0, places.clamp_min(0)).to(rows.dtype);
        return where(places.ge(0).unsqueeze(1), trained, rows);
    }
}
