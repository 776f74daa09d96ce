using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>A language model's head, worked some rows at a time, so that logits of all rows never exist together.</summary>
internal sealed class LanguageHead
{
    // 16 MiB of float32 logits: large enough for full speed of the matrix product, small beside any model.
    private const int UsualLogits = 1 << 22;

    private readonly ICausalLM _model;
    private readonly Parameter[] _trainable;
    private readonly int _chunkRows;
    private Parameter[]? _parameters;

    /// <summary>Sets the head up.</summary>
    /// <param name="model">Has the head.</param>
    /// <param name="trainable">What is trained, anywhere in the model.</param>
    /// <param name="chunkRows">Rows of a chunk, at least 1; null fits them to the vocabulary.</param>
    public LanguageHead(ICausalLM model, IEnumerable<Parameter> trainable, int? chunkRows = null)
    {
        _chunkRows = chunkRows ?? Math.Max(1, UsualLogits / model.VocabSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_chunkRows, nameof(chunkRows));
        _model = model;
        _trainable = [.. trainable];
    }

    /// <summary>The rows in chunks.</summary>
    public IEnumerable<(long Start, long Rows)> Chunks(long count)
    {
        for (long start = 0; start < count; start += _chunkRows)
        {
            yield return (start, Math.Min(_chunkRows, count - start));
        }
    }

    /// <summary>The logits of a chunk.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <param name="differentiated">Whether to record for a gradient, whatever the mode.</param>
    /// <returns><c>[rows, vocab]</c>, of the model's type.</returns>
    public Tensor Logits(Tensor hidden, bool differentiated)
    {
        using var recording = differentiated ? enable_grad() : null;
        return _model.Logits(hidden);
    }

    /// <summary>The parameters that the logits depend on and that train, found once by asking for all gradients of one
    /// row.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>, at least one row.</param>
    public IReadOnlyList<Tensor> Trainable(Tensor hidden)
    {
        if (_parameters is null)
        {
            using var scope = NewDisposeScope();
            // A resumed run asks in another step than an unbroken one: no random number may be used up.
            var randomState = random.get_rng_state();
            var input = hidden.narrow(0, 0, 1).detach();
            input.requires_grad = true;
            var reached = autograd.grad(
                [_model.Logits(input).sum()], [input, .. _trainable.Select(p => p.Value)], allow_unused: true);
            random.set_rng_state(randomState);
            _parameters = [.. _trainable.Where((_, i) => reached[i + 1] is not null)];
        }
        return [.. _parameters.Select(p => p.Value)];
    }
}
