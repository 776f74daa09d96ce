namespace FineTune.Generation;

/// <summary>The beams of one prompt: those that run, and the texts that are finished. The rules are those of
/// <c>_beam_search</c> in transformers' <c>generation/utils.py</c>.</summary>
internal sealed class BeamGroup
{
    /// <summary>Taken from the log-probability of what must not be chosen; the reference's number.</summary>
    public const float Ruled = 1e9f;

    private readonly GenerationConfig _config;
    private readonly int _budget;
    private readonly List<Hypothesis> _finished = [];

    public BeamGroup(int prompt, GenerationConfig config, int budget)
    {
        (Prompt, _config, _budget) = (prompt, config, budget);
        // All beams start alike, so that only the first counts.
        Running = [.. Enumerable.Range(0, config.NumBeams).Select(b => new Candidate(b, 0, b == 0 ? 0 : -Ruled, null))];
    }

    /// <summary>Number of the prompt.</summary>
    public int Prompt { get; }

    /// <summary>How each running beam came about, best first.</summary>
    public Candidate[] Running { get; private set; }

    /// <summary>The finished texts, best first.</summary>
    public IEnumerable<GeneratedTokens> Results => _finished
        .Take(_config.NumReturnSequences)
        .Select(h => new GeneratedTokens(Prompt, h.Ids, h.Finish, h.Score));

    /// <summary>Takes the best ways to go on, best first.</summary>
    /// <param name="candidates">At least twice as many as there are beams.</param>
    /// <param name="generated">Tokens of each beam before.</param>
    /// <param name="idsOf">The generated tokens of a candidate.</param>
    /// <returns>Whether the search goes on.</returns>
    public bool Advance(Candidate[] candidates, int generated, Func<Candidate, int[]> idsOf)
    {
        var length = generated + 1;
        // Finished ones go on only where too few others do, and then too improbable to count.
        Running =
        [
            .. candidates
                .Select(c => c.Finish is null ? c : c with { LogProbability = c.LogProbability - Ruled })
                .OrderByDescending(c => c.LogProbability)
                .Take(_config.NumBeams),
        ];
        var ended = candidates.Take(_config.NumBeams)
            .Where(c => c.Finish is not null && c.LogProbability > -Ruled / 2)
            .Select(c => new Hypothesis(idsOf(c), Penalised(c.LogProbability, length), c.Finish!.Value));
        var merged = _finished.Concat(ended).OrderByDescending(h => h.Score).Take(_config.NumBeams).ToList();
        _finished.Clear();
        _finished.AddRange(merged);
        return candidates.Any(c => c.Finish is null) && !IsDone(length);
    }

    private bool IsDone(int length)
    {
        if (_finished.Count < _config.NumBeams)
        {
            return false;
        }
        var reachable = _config.EarlyStopping == EarlyStopping.Never && _config.LengthPenalty > 0 ? _budget : length;
        return _config.EarlyStopping == EarlyStopping.Always
            || Penalised(Running[0].LogProbability, reachable) <= _finished[^1].Score;
    }

    private double Penalised(float logProbability, int length) =>
        logProbability / Math.Pow(length, _config.LengthPenalty);
}
