using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Beam search over all prompts at once, exact or with beams drawn at random without replacement.</summary>
internal sealed class BeamSearch
{
    private readonly GenerationConfig _config;
    private readonly GenerationHooks _hooks;
    private readonly DecoderFeed _feed;
    private readonly TokenHistory _history;
    private readonly int[] _budgets;
    private readonly IReadOnlyList<ILogitsProcessor> _processors;
    private readonly BeamGroup[] _all;
    private readonly RandomStream[] _streams;
    private List<BeamGroup> _groups;

    public BeamSearch(
        GenerationConfig config, GenerationHooks hooks, DecoderFeed feed, TokenHistory history, int[] budgets)
    {
        (_config, _hooks, _feed, _history, _budgets) = (config, hooks, feed, history, budgets);
        _processors = LogitsProcessors.For(config, hooks.Processors);
        _all = [.. budgets.Select((budget, prompt) => new BeamGroup(prompt, config, budget))];
        _streams = [.. _all.Select(g => new RandomStream(config.Seed, history.Ids(g.Prompt), number: 0))];
        _groups = [.. _all];
    }

    // Enough that, whatever ends, as many as there are beams go on.
    private int Wanted => Math.Max(2, _config.EosTokenIds.Count + 1) * _config.NumBeams;

    /// <summary>Searches.</summary>
    public GeneratedTokens[] Run(CancellationToken stop)
    {
        for (var first = true; _groups.Count > 0; first = false)
        {
            stop.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var logits = _feed.NextLogits(_history);
            if (first)
            {
                logits = Spread(logits);
            }
            var scores = LogitsProcessors.Apply(_processors, logits.log_softmax(1), _history);
            _hooks.Scores?.Invoke(scores);
            Advance(Best(scores));
        }
        return [.. _all.SelectMany(g => g.Results)];
    }

    private Tensor Spread(Tensor logits)
    {
        int[] rows = [.. Enumerable.Range(0, _history.Count * _config.NumBeams).Select(r => r / _config.NumBeams)];
        _feed.Select(rows);
        _history.Select(rows);
        return logits.repeat_interleave(_config.NumBeams, 0);
    }

    /// <summary>The ways to go on of each group, best first.</summary>
    private Candidate[][] Best(Tensor scores)
    {
        var vocab = (int)scores.shape[1];
        var running = _groups.SelectMany(g => g.Running).Select(c => c.LogProbability).ToArray();
        var sums = (scores + tensor(running, [running.Length, 1], device: scores.device))
            .view(_groups.Count, _config.NumBeams * vocab);
        var count = (int)Math.Min(Wanted, sums.shape[1]);
        var places = (_config.DoSample ? Perturbed(sums) : sums).topk(count, 1).indexes;
        // The one time in a step that the host waits for the device.
        var values = sums.gather(1, places).cpu().data<float>().ToArray();
        var cells = places.cpu().data<long>().ToArray();
        return [.. _groups.Select((group, g) => Enumerable.Range(g * count, count)
            .Select(i => Judged(group, g, (int)(cells[i] / vocab), (int)(cells[i] % vocab), values[i]))
            .OrderByDescending(c => c.LogProbability)
            .ToArray())];
    }

    /// <summary>Log-probabilities with Gumbel noise: the largest of them are a draw without replacement
    /// (arXiv:1903.06059).</summary>
    private Tensor Perturbed(Tensor sums)
    {
        var noise = _groups.Select(group =>
        {
            using var random = new Generator(_streams[group.Prompt].Next(), sums.device);
            return rand([sums.shape[1]], float32, sums.device, generator: random);
        });
        // Keeps both logarithms finite.
        const double least = 1e-37;
        return stack(noise, 0).clamp_min(least).log_().neg_().clamp_min(least).log_().neg_().add_(sums);
    }

    private Candidate Judged(BeamGroup group, int g, int beam, int token, float logProbability)
    {
        if (float.IsNaN(logProbability))
        {
            throw GenerationException.NoFiniteScore(group.Prompt, _history.GeneratedCount);
        }
        var candidate = new Candidate(beam, token, logProbability, null);
        FinishReason? finish = _config.EosTokenIds.Contains(token) ? FinishReason.EndToken
            : _hooks.BeamEnds?.Invoke(group.Prompt, IdsOf(g, candidate)) == true ? FinishReason.StopString
            : _history.GeneratedCount + 1 >= _budgets[group.Prompt] ? FinishReason.Length
            : null;
        return candidate with { Finish = finish };
    }

    private int[] IdsOf(int g, Candidate candidate) =>
        [.. _history.Generated((g * _config.NumBeams) + candidate.Beam), candidate.Token];

    private void Advance(Candidate[][] candidates)
    {
        var generated = _history.GeneratedCount;
        var going = new List<BeamGroup>(_groups.Count);
        var rows = new List<int>(_history.Count);
        for (var g = 0; g < _groups.Count; g++)
        {
            var place = g;
            if (_groups[g].Advance(candidates[g], generated, c => IdsOf(place, c)))
            {
                going.Add(_groups[g]);
                rows.AddRange(_groups[g].Running.Select(c => (place * _config.NumBeams) + c.Beam));
            }
            else if (!_groups[g].Results.Any())
            {
                throw GenerationException.NoFiniteScore(_groups[g].Prompt, generated);
            }
        }
        _groups = going;
        if (going.Count > 0)
        {
            int[] parents = [.. rows];
            _feed.Select(parents);
            _history.Select(parents);
            _history.Append([.. going.SelectMany(g => g.Running).Select(c => c.Token)]);
        }
    }
}
