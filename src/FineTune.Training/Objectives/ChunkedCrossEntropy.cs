using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Cross-entropy of a language model's head, some rows at a time: their logits, the loss and its gradients are
/// formed and the logits dropped before the next rows' exist. The gradients with respect to the hidden states and to
/// whatever of the head trains are therefore known after the forward pass; the backward pass hands them on.</summary>
internal sealed class ChunkedCrossEntropy
{
    private readonly LanguageHead _head;

    /// <summary>Sets the loss up.</summary>
    /// <param name="head">Makes the logits.</param>
    public ChunkedCrossEntropy(LanguageHead head) => _head = head;

    /// <summary>The summed loss, with gradients flowing where they are recorded.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <param name="targets"><c>[rows]</c>, int64.</param>
    /// <returns>Scalar, float32.</returns>
    public Tensor Sum(Tensor hidden, Tensor targets)
    {
        if (!is_grad_enabled())
        {
            return Forward(hidden, targets, wanted: [], out _);
        }
        return LossFunction.apply([hidden, targets, this, .. _head.Trainable(hidden)]);
    }

    /// <summary>Scores of predictions; without gradients.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <param name="targets"><c>[rows]</c>, int64.</param>
    public TokenSums Score(Tensor hidden, Tensor targets)
    {
        using var guard = no_grad();
        var sums = default(TokenSums);
        foreach (var (start, rows) in _head.Chunks(targets))
        {
            using var scope = NewDisposeScope();
            var wanted = targets.narrow(0, start, rows).unsqueeze(1);                  // [rows, 1]
            var logits = _head.Logits(hidden.narrow(0, start, rows), differentiated: false).to(float32); // [rows, vocab]
            var logProbs = nn.functional.log_softmax(logits, 1);
            sums += new TokenSums(
                rows,
                -logProbs.gather(1, wanted).sum().item<float>(),
                logits.argmax(1, keepdim: true).eq(wanted).sum().item<long>(),
                -logProbs.exp().mul_(logProbs).sum().item<float>());
        }
        return sums;
    }

    /// <summary>The summed loss, and its gradients.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <param name="targets"><c>[rows]</c>, int64.</param>
    /// <param name="wanted">What of the head trains; gradients are formed unless it is empty and
    /// <paramref name="hidden"/> needs none.</param>
    /// <param name="gradients">Those of <paramref name="hidden"/>, then of <paramref name="wanted"/>.</param>
    private Tensor Forward(Tensor hidden, Tensor targets, IReadOnlyList<Tensor> wanted, out List<Tensor> gradients)
    {
        var total = zeros(1, float32, hidden.device);
        var differentiated = hidden.requires_grad || wanted.Count > 0;
        gradients = differentiated ? [empty_like(hidden), .. wanted.Select(w => zeros_like(w))] : [];
        foreach (var (start, rows) in _head.Chunks(targets))
        {
            using var scope = NewDisposeScope();
            var input = hidden.narrow(0, start, rows).detach();
            input.requires_grad = differentiated;
            var logits = _head.Logits(input, differentiated);                          // [rows, vocab]
            var slope = LogitSlope.Take(logits.detach(), targets.narrow(0, start, rows), total);
            if (differentiated)
            {
                Accumulate(gradients, autograd.grad([logits], [input, .. wanted], [slope]), start, rows);
            }
        }
        return total.squeeze();
    }

    private static void Accumulate(List<Tensor> sums, IList<Tensor> parts, long start, long rows)
    {
        sums[0].narrow(0, start, rows).copy_(parts[0]);
        for (var i = 1; i < sums.Count; i++)
        {
            sums[i].add_(parts[i]);
        }
    }

    private sealed class LossFunction : autograd.SingleTensorFunction<LossFunction>
    {
        // hidden, targets, loss; the head's parameters follow.
        private const int FixedArguments = 3;

        public override string Name => nameof(ChunkedCrossEntropy);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var loss = (ChunkedCrossEntropy)vars[2];
            var head = vars.Skip(FixedArguments).Cast<Tensor>().ToList();
            var sum = loss.Forward((Tensor)vars[0], (Tensor)vars[1], head, out var gradients);
            ctx.save_for_backward(gradients);
            return sum;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var gradients = ctx.get_saved_variables().ConvertAll(g => g * grad_output.to(g.dtype));
            return [gradients[0], null!, null!, .. gradients.Skip(1)];
        }
    }
}
