using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Keys and values of one layer: a rectangle in which each sequence begins at the first place.</summary>
internal sealed class CacheStore : IDisposable
{
    /// <summary><c>[sequences, kv_heads, capacity, head_dim]</c>.</summary>
    public Tensor? Keys { get; private set; }

    /// <summary>As the keys.</summary>
    public Tensor? Values { get; private set; }

    public long Bytes => 2 * (Keys is null ? 0 : Keys.numel() * Keys.element_size());

    /// <summary>Makes room.</summary>
    /// <param name="shape">What kind of rows: <c>[sequences, kv_heads, head_dim]</c>, and their type and device.</param>
    /// <param name="capacity">Tokens of a sequence.</param>
    /// <param name="used">Tokens of a sequence to keep.</param>
    public void Reserve(CacheRows shape, int capacity, int used)
    {
        if (Keys is not null && Keys.shape[2] >= capacity)
        {
            return;
        }
        Keys = Grown(Keys);
        Values = Grown(Values);

        Tensor Grown(Tensor? old)
        {
            // Zeros: a place that was never written must not be NaN, which a mask cannot hide from a product.
            var grown = zeros(
                    [shape.Sequences, shape.Heads, capacity, shape.HeadDim], shape.DType, shape.Device)
                .DetachFromDisposeScope();
            if (old is not null)
            {
                using var scope = NewDisposeScope();
                grown.narrow(2, 0, used).copy_(old.narrow(2, 0, used));
                old.Dispose();
            }
            return grown;
        }
    }

    public void Select(int[] sequences, int used)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var index = tensor(Array.ConvertAll(sequences, s => (long)s), device: Keys!.device);
        Keys = Picked(Keys);
        Values = Picked(Values!);

        Tensor Picked(Tensor old)
        {
            var shape = old.shape;
            shape[0] = sequences.Length;
            var picked = zeros(shape, old.dtype, old.device).DetachFromDisposeScope();
            picked.narrow(2, 0, used).copy_(old.narrow(2, 0, used).index_select(0, index));
            old.Dispose();
            return picked;
        }
    }

    public void Dispose()
    {
        Keys?.Dispose();
        Values?.Dispose();
    }
}
