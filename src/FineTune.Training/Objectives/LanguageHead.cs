using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>A language model's head, worked some rows at a time, so that logits of all rows never exist together.</summary>
internal sealed class LanguageHead
{
    // 32 MiB of float32 logits: large enough for full speed of the matrix product, small beside any model. A card wants
    // larger products, and reads the head's weight anew for each.
    private const int UsualLogits = 1 << 23;
    private const int UsualLogitsOfCards = 1 << 26;

    private readonly ICausalLM _model;
    private readonly Parameter[] _trainable;
    private readonly int? _chunkRows;
    private Parameter[]? _parameters;

    /// <summary>Sets the head up.</summary>
    /// <param name="model">Has the head.</param>
    /// <param name="trainable">What is trained, anywhere in the model.</param>
    /// <param name="chunkRows">Rows of a chunk, at least 1; null fits them to the vocabulary.</param>
    public LanguageHead(ICausalLM model, IEnumerable<Parameter> trainable, int? chunkRows = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkRows ?? 1, nameof(chunkRows));
        _chunkRows = chunkRows;
        _model = model;
        _trainable = [.. trainable];
    }

    /// <summary>The rows in chunks.</summary>
    /// <param name="targets"><c>[rows]</c>, where the hidden states are.</param>
    public IEnumerable<(long Start, long Rows)> Chunks(Tensor targets)
    {
        var (count, usual) = (targets.shape[0], DevicePath.Takes(targets) ? UsualLogitsOfCards : UsualLogits);
        var chunk = _chunkRows ?? Math.Max(1, usual / _model.VocabSize);
        for (long start = 0; start < count; start += chunk)
        {
            yield return (start, Math.Min(chunk, count - start));
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
