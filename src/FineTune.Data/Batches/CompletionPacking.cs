namespace FineTune.Data;

/// <summary>Lays answers end to end and notes which tokens are learned for which of them.</summary>
internal sealed class CompletionPacking
{
    private readonly List<long> _ids = [];
    private readonly List<long> _positions = [];
    private readonly List<int> _offsets = [0];
    private readonly List<TokenContext?> _contexts = [];
    private readonly List<(long Row, long Target, long Answer)> _targets = [];
    private readonly float[] _lengths;
    private readonly long[] _sequences;

    /// <summary>Starts a batch.</summary>
    /// <param name="answers">How many answers it will hold.</param>
    public CompletionPacking(int answers) => (_lengths, _sequences) = (new float[answers], new long[answers]);

    /// <summary>Tokens so far.</summary>
    public int Tokens => _ids.Count;

    /// <summary>Adds a row as a sequence of its own.</summary>
    /// <param name="answer">The number of its answer.</param>
    /// <param name="row">The row.</param>
    /// <param name="withPromptTargets">Whether what comes before the answer is supervised too, for no answer.</param>
    public void Add(int answer, TokenRow row, bool withPromptTargets = false) =>
        Add(answer, row, shared: 0, context: null, withPromptTargets);

    /// <summary>Adds a row that starts with the same tokens as one that is there: only what follows is computed.</summary>
    /// <param name="answer">The number of its answer.</param>
    /// <param name="row">The row.</param>
    /// <param name="shared">How many tokens are the same; none of them is learned.</param>
    /// <param name="start">Where the other row starts.</param>
    public void AddBehind(int answer, TokenRow row, int shared, int start) =>
        Add(answer, row, shared, shared == 0 ? null : new TokenContext(start, shared), withPromptTargets: false);

    /// <summary>The batch.</summary>
    /// <param name="rows">The rows of the data set that it is made of.</param>
    public HostBatch Finish(int[] rows)
    {
        // Stable: an answer's tokens stay in their order.
        var targets = _targets.OrderBy(t => t.Row).ToArray();
        return new HostBatch
        {
            InputIds = [.. _ids],
            PositionIds = [.. _positions],
            Offsets = [.. _offsets],
            Contexts = _contexts.Exists(c => c is not null) ? [.. _contexts] : null,
            Rows = rows,
            SupervisedRows = Array.ConvertAll(targets, t => t.Row),
            TargetIds = Array.ConvertAll(targets, t => t.Target),
            Completions = new HostCompletions
            {
                OfTarget = Array.ConvertAll(targets, t => t.Answer),
                Lengths = _lengths,
                Sequences = _sequences,
            },
        };
    }

    private void Add(int answer, TokenRow row, int shared, TokenContext? context, bool withPromptTargets)
    {
        var start = Tokens - shared;
        for (var place = shared; place < row.Length; place++)
        {
            _ids.Add(row.Ids[place]);
            _positions.Add(place);
        }
        _sequences[answer] = _contexts.Count;
        _contexts.Add(context);
        _offsets.Add(Tokens);
        var next = 1;
        foreach (var run in row.Supervised)
        {
            for (; withPromptTargets && next < run.Start; next++)
            {
                _targets.Add((start + next - 1, row.Ids[next], _lengths.Length));
            }
            for (next = Math.Max(run.Start, 1); next < run.End; next++)
            {
                // The first token of an answer follows the prompt, which may lie with the other answer.
                var from = next == shared && context is { } c ? c.Start + next - 1 : start + next - 1;
                _targets.Add((from, row.Ids[next], answer));
                _lengths[answer]++;
            }
        }
    }
}
