using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>The log-probability of every wanted token, with a gradient of its own for each, some rows at a time. A row's
/// log-probability depends on its own hidden state alone, so that its derivative (the head's weights at "one at the token
/// less softmax") is formed together with it, and the backward pass only scales it. Where the head itself trains, its
/// gradient needs the scales first: then the backward pass forms each chunk's logits again.</summary>
internal sealed class ChunkedLogProbs
{
    private readonly LanguageHead _head;

    /// <summary>Sets it up.</summary>
    /// <param name="head">Makes the logits.</param>
    public ChunkedLogProbs(LanguageHead head) => _head = head;

    /// <summary>Scores tokens.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <param name="targets"><c>[rows]</c>, int64.</param>
    public TokenScores Score(Tensor hidden, Tensor targets)
    {
        var rows = targets.shape[0];
        var statistics = zeros([3, rows], float32, hidden.device);
        var logProbs = is_grad_enabled()
            ? ScoreFunction.apply([hidden, targets, this, statistics, .. _head.Trainable(hidden)])
            : Forward(hidden, targets, statistics, slopes: null);
        return new TokenScores(logProbs, statistics[0], statistics[1], statistics[2]);
    }

    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <param name="targets"><c>[rows]</c>, int64.</param>
    /// <param name="statistics"><c>[3, rows]</c>: is filled with entropy, mean logit and correctness.</param>
    /// <param name="slopes">As <paramref name="hidden"/>: is filled with the derivative of each log-probability; null
    /// where none is wanted.</param>
    private Tensor Forward(Tensor hidden, Tensor targets, Tensor statistics, Tensor? slopes)
    {
        var logProbs = empty(targets.shape[0], float32, hidden.device);
        foreach (var (start, rows) in _head.Chunks(targets))
        {
            using var scope = NewDisposeScope();
            var input = hidden.narrow(0, start, rows).detach();
            input.requires_grad = slopes is not null;
            var logits = _head.Logits(input, slopes is not null);                      // [rows, vocab]
            var wanted = targets.narrow(0, start, rows).unsqueeze(1);                  // [rows, 1]
            var scores = logits.detach().to(float32);
            var normalisers = scores.logsumexp(1, keepdim: true);                      // [rows, 1]
            logProbs.narrow(0, start, rows).copy_((scores.gather(1, wanted) - normalisers).squeeze(1));
            var probabilities = (scores - normalisers).exp_();
            var about = statistics.narrow(1, start, rows);
            about[0].copy_(normalisers.squeeze(1) - (probabilities * scores).sum([1]));
            about[1].copy_(scores.mean([1]));
            about[2].copy_(scores.argmax(1, keepdim: true).eq(wanted).squeeze(1));
            if (slopes is not null)
            {
                var slope = Slope(probabilities, wanted, ones_like(normalisers)).to(logits.dtype);
                slopes.narrow(0, start, rows).copy_(autograd.grad([logits], [input], [slope])[0]);
            }
        }
        return logProbs;
    }

    /// <summary>The gradients where the head trains, from scratch.</summary>
    /// <returns>That of the hidden states, then those of <paramref name="head"/>.</returns>
    private List<Tensor> Backward(Tensor hidden, Tensor targets, IReadOnlyList<Tensor> head, Tensor scales)
    {
        List<Tensor> gradients = [empty_like(hidden), .. head.Select(p => zeros_like(p))];
        foreach (var (start, rows) in _head.Chunks(targets))
        {
            using var scope = NewDisposeScope();
            var input = hidden.narrow(0, start, rows).detach();
            input.requires_grad = true;
            var logits = _head.Logits(input, differentiated: true);
            var probabilities = logits.detach().to(float32).softmax(1);
            var scale = scales.narrow(0, start, rows).unsqueeze(1);                    // [rows, 1]
            var slope = Slope(probabilities, targets.narrow(0, start, rows).unsqueeze(1), scale).to(logits.dtype);
            var parts = autograd.grad([logits], [input, .. head], [slope]);
            gradients[0].narrow(0, start, rows).copy_(parts[0]);
            for (var i = 1; i < gradients.Count; i++)
            {
                gradients[i].add_(parts[i]);
            }
        }
        return gradients;
    }

    /// <summary>The gradient of log-probabilities times scales with respect to the logits; uses the probabilities
    /// up.</summary>
    private static Tensor Slope(Tensor probabilities, Tensor wanted, Tensor scale) =>
        probabilities.mul_(-scale).scatter_add_(1, wanted, scale);

    private sealed class ScoreFunction : autograd.SingleTensorFunction<ScoreFunction>
    {
        // hidden, targets, log-probs, statistics; the head's parameters follow.
        private const int FixedArguments = 4;
        private const string Owner = "owner";
        private const string HeadTrains = "head_trains";

        public override string Name => nameof(ChunkedLogProbs);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (hidden, targets, owner) = ((Tensor)vars[0], (Tensor)vars[1], (ChunkedLogProbs)vars[2]);
            var head = vars.Skip(FixedArguments).Cast<Tensor>().ToList();
            ctx.save_data(Owner, owner);
            ctx.save_data(HeadTrains, head.Count > 0);
            var slopes = head.Count == 0 && hidden.requires_grad ? empty_like(hidden) : null;
            var logProbs = owner.Forward(hidden, targets, (Tensor)vars[3], slopes);
            ctx.save_for_backward(head.Count > 0 ? [hidden, targets, .. head] : slopes is null ? [] : [slopes]);
            return logProbs;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            if (!(bool)ctx.get_data(HeadTrains)!)
            {
                return [saved[0] * grad_output.unsqueeze(1).to(saved[0].dtype), null!, null!, null!];
            }
            var gradients = ((ChunkedLogProbs)ctx.get_data(Owner)!).Backward(
                saved[0], saved[1], saved.Skip(2).ToList(), grad_output);
            return [gradients[0], null!, null!, null!, .. gradients.Skip(1)];
        }
    }
}
