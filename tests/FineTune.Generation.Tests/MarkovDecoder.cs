using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Generation.Tests;

/// <summary>A decoder whose logits follow from the last token alone, by a table: what it will do can be worked out by
/// hand.</summary>
internal sealed class MarkovDecoder(Tensor table) : ICausalLM
{
    public const int MaxPositions = 32;

    public int VocabSize => (int)table.shape[1];

    public int HiddenSize => (int)table.shape[0];

    /// <summary>Tokens that the model was given so far.</summary>
    public int TokensFed { get; private set; }

    /// <summary>A decoder with random logits of some spread.</summary>
    public static MarkovDecoder Random(int seed, int vocab, double spread = 1)
    {
        using var random = new Generator((ulong)seed);
        return new MarkovDecoder(randn([vocab, vocab], float32, CPU, generator: random).mul_(spread));
    }

    /// <summary>A decoder with the given logits after each token.</summary>
    public static MarkovDecoder Of(float[,] logits) => new(
        tensor([.. logits.Cast<float>()], [logits.GetLength(0), logits.GetLength(1)]));

    public TokenGenerator Generator(int maxPositions = MaxPositions) => new(this, new RunMode(), maxPositions, CPU);

    public Tensor Hidden(PackedBatch batch, KeyValueCache? cache = null)
    {
        TokensFed += batch.Layout.Tokens;
        using var pass = cache?.Begin(batch.Layout);
        pass?.Commit();
        return nn.functional.one_hot(batch.InputIds, HiddenSize).to(float32);
    }

    public Tensor Logits(Tensor hidden) => hidden.matmul(table);

    /// <summary>The log-probability of going on with some tokens.</summary>
    public double LogProbability(int last, IEnumerable<int> ids)
    {
        using var scope = NewDisposeScope();
        var logs = table.log_softmax(1);
        var sum = 0.0;
        foreach (var id in ids)
        {
            sum += logs[last, id].item<float>();
            last = id;
        }
        return sum;
    }
}
