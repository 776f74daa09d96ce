using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FineTune.Data;

/// <summary>One part of a data set of pairs, as tokens: none too long, none without an answer.</summary>
/// <param name="Name">Which part it is.</param>
/// <param name="Rows">The pairs.</param>
/// <param name="Report">What became of the pairs there were.</param>
public sealed record PairDataset(string Name, IReadOnlyList<PairRow> Rows, PairReport Report)
{
    /// <summary>Encodes pairs on all cores; cuts or drops those that are too long, and drops those that teach
    /// nothing.</summary>
    /// <param name="name">What to call the part.</param>
    /// <param name="examples">The pairs.</param>
    /// <param name="encoder">Makes tokens of them.</param>
    /// <param name="config">What happens to pairs that are too long, and how many may teach nothing.</param>
    /// <param name="problems">Where pairs go that cannot be encoded, and parts of which too little is left.</param>
    /// <param name="stop">Ends the work.</param>
    public static PairDataset Encode(
        string name,
        IReadOnlyList<PairExample> examples,
        SequenceEncoder encoder,
        DatasetConfig config,
        DataProblems problems,
        CancellationToken stop = default)
    {
        var rows = new (PairRow? Pair, Fate Fate)[examples.Count];
        var before = problems.Count;
        TokenDataset.ForEach(
            examples.Count, i => rows[i] = Encode(examples[i], encoder, config), problems, stop);
        var dataset = Collect(name, rows);
        if (problems.Count == before)
        {
            dataset.Check(examples, rows, config, problems);
        }
        return dataset;
    }

    /// <summary>The rows of all pairs, each chosen one before its rejected one.</summary>
    public TokenDataset AsRows() =>
        TokenDataset.Collect(Name, [.. Rows.SelectMany(pair => new[] { pair.Chosen, pair.Rejected })]);

    /// <summary>A hash of all tokens and of what of them is learned. Training may only be resumed on the rows it started
    /// on, and stored log-probabilities are of these rows only: compare it.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in Rows.SelectMany(pair => new[] { pair.Chosen, pair.Rejected }))
        {
            row.AddTo(hash);
        }
        hash.AppendData(MemoryMarshal.AsBytes<double>([.. Rows.Select(pair => pair.Margin ?? 0)]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static (PairRow? Pair, Fate Fate) Encode(PairExample example, SequenceEncoder encoder, DatasetConfig config)
    {
        if (example.Chosen is null || example.Rejected is null)
        {
            return (null, Fate.Unsupervised);
        }
        var pair = new PairRow(encoder.Encode(example.Chosen), encoder.Encode(example.Rejected)) { Margin = example.Margin };
        if (pair.Chosen.Ids.AsSpan().SequenceEqual(pair.Rejected.Ids))
        {
            return (null, Fate.Identical);
        }
        var fitted = PairTruncation.Fit(pair, config, encoder.BosTokenId);
        return fitted is null ? (null, Fate.Dropped)
            : fitted.Chosen.TargetCount == 0 || fitted.Rejected.TargetCount == 0 ? (null, Fate.Unsupervised)
            // Answers may differ beyond what is left of them.
            : fitted.Chosen.Ids.AsSpan().SequenceEqual(fitted.Rejected.Ids) ? (null, Fate.Identical)
            : (fitted, Fate.Kept);
    }

    private static PairDataset Collect(string name, (PairRow? Pair, Fate Fate)[] rows)
    {
        PairRow[] kept = [.. rows.Select(row => row.Pair).OfType<PairRow>()];
        var answerCut = kept.Count(pair => pair.Has(RowCuts.Answer));
        return new PairDataset(name, kept, new PairReport
        {
            Rows = rows.Length,
            Identical = rows.Count(row => row.Fate == Fate.Identical),
            Unsupervised = rows.Count(row => row.Fate == Fate.Unsupervised),
            Dropped = rows.Count(row => row.Fate == Fate.Dropped),
            PromptCut = kept.Count(pair => pair.Has(RowCuts.Prompt) && !pair.Has(RowCuts.Answer)),
            AnswerCut = answerCut,
            Tokens = kept.Sum(pair => (long)pair.Chosen.Length + pair.Rejected.Length),
            Shared = kept.Sum(pair => (long)pair.SharedPrompt),
        });
    }

    private void Check(
        IReadOnlyList<PairExample> examples, (PairRow? Pair, Fate Fate)[] rows, DatasetConfig config, DataProblems problems)
    {
        if (Report.Unsupervised > config.MaxUnsupervisedShare * Report.Rows)
        {
            var first = Array.FindIndex(rows, row => row.Fate == Fate.Unsupervised);
            problems.Add(DataException.TooFewSupervised(
                Name, Report.Unsupervised, Report.Rows, examples[first].Origin, config.MaxUnsupervisedShare));
        }
        else if (Rows.Count == 0)
        {
            problems.Add(DataException.NothingLeft(Name, Report.ToString()));
        }
    }

    private enum Fate
    {
        Kept,
        Identical,
        Unsupervised,
        Dropped,
    }
}
