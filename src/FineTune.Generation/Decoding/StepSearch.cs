using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Generates token by token: each row takes one token a step and leaves when it ends.</summary>
internal sealed class StepSearch
{
    private readonly GenerationConfig _config;
    private readonly GenerationHooks _hooks;
    private readonly DecoderFeed _feed;
    private readonly TokenHistory _history;
    private readonly int[] _budgets;
    private readonly IReadOnlyList<ILogitsProcessor> _processors;
    private readonly GeneratedTokens[] _results;
    private int[] _sequences;
    private RandomStream[] _streams;

    public StepSearch(
        GenerationConfig config, GenerationHooks hooks, DecoderFeed feed, TokenHistory history, int[] budgets)
    {
        (_config, _hooks, _feed, _history, _budgets) = (config, hooks, feed, history, budgets);
        _processors = LogitsProcessors.For(config, hooks.Processors);
        _sequences = [.. Enumerable.Range(0, history.Count * config.NumReturnSequences)];
        _streams = Array.ConvertAll(_sequences, s => new RandomStream(
            config.Seed, history.Ids(s / config.NumReturnSequences), s % config.NumReturnSequences));
        _results = new GeneratedTokens[_sequences.Length];
    }

    /// <summary>Generates.</summary>
    public GeneratedTokens[] Run(CancellationToken stop)
    {
        for (var first = true; _sequences.Length > 0; first = false)
        {
            stop.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var logits = _feed.NextLogits(_history);
            if (first)
            {
                logits = Spread(logits);
            }
            var scores = LogitsProcessors.Apply(_processors, logits, _history);
            _hooks.Scores?.Invoke(scores);
            Take(_config.DoSample ? TokenChoice.Drawn(scores, _streams) : TokenChoice.Likeliest(scores));
        }
        return _results;
    }

    /// <summary>One row for each text of a prompt: what the prompt cost is paid once.</summary>
    private Tensor Spread(Tensor logits)
    {
        if (_config.NumReturnSequences == 1)
        {
            return logits;
        }
        var rows = Array.ConvertAll(_sequences, s => s / _config.NumReturnSequences);
        _feed.Select(rows);
        _history.Select(rows);
        return logits.repeat_interleave(_config.NumReturnSequences, 0);
    }

    private void Take(Tensor chosen)
    {
        // The one time in a step that the host waits for the device.
        var ids = Array.ConvertAll(chosen.cpu().data<long>().ToArray(), id => (int)id);
        var ended = Array.IndexOf(ids, (int)TokenChoice.None);
        if (ended >= 0)
        {
            throw GenerationException.NoFiniteScore(PromptOf(ended), _history.GeneratedCount);
        }
        _history.Append(ids);
        var running = new List<int>(ids.Length);
        for (var row = 0; row < ids.Length; row++)
        {
            if (Ended(row, ids[row]) is { } reason)
            {
                _results[_sequences[row]] = new GeneratedTokens(
                    PromptOf(row), _history.Generated(row).ToArray(), reason);
            }
            else
            {
                running.Add(row);
            }
        }
        Keep(running);
    }

    private FinishReason? Ended(int row, int id)
    {
        var stopped = _hooks.Token?.Invoke(_sequences[row], id) ?? false;
        return _config.EosTokenIds.Contains(id) ? FinishReason.EndToken
            : stopped ? FinishReason.StopString
            : _history.GeneratedCount >= _budgets[PromptOf(row)] ? FinishReason.Length
            : null;
    }

    private void Keep(List<int> rows)
    {
        if (rows.Count == _sequences.Length)
        {
            return;
        }
        _sequences = [.. rows.Select(row => _sequences[row])];
        // The last row's tokens and cache stay, for a caller who goes on from them.
        if (rows.Count > 0)
        {
            _streams = [.. rows.Select(row => _streams[row])];
            int[] kept = [.. rows];
            _feed.Select(kept);
            _history.Select(kept);
        }
    }

    private int PromptOf(int row) => _sequences[row] / _config.NumReturnSequences;
}
