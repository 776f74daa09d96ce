using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace FineTune.Data;

/// <summary>One part of a language-model data set: rows of tokens, none of them too long or without a target.</summary>
/// <param name="Name">Which part it is: <c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Report">What became of the rows there were.</param>
public sealed record TokenDataset(string Name, IReadOnlyList<TokenRow> Rows, EncodingReport Report)
{
    /// <summary>
    /// Encodes examples on all cores, cuts or drops those that are too long, and drops those without a target.
    /// </summary>
    /// <param name="name">What to call the part.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="encoder">Makes tokens of them.</param>
    /// <param name="config">What happens to rows that are too long, and how many may teach nothing.</param>
    /// <param name="problems">Where rows go that cannot be encoded, and parts of which too little is left.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static TokenDataset Encode(
        string name,
        IReadOnlyList<Example> examples,
        SequenceEncoder encoder,
        DatasetConfig config,
        DataProblems problems,
        CancellationToken stop = default)
    {
        var rows = new TokenRow?[examples.Count];
        var before = problems.Count;
        ForEach(
            examples.Count,
            i => rows[i] = Fit(encoder.Encode(examples[i]), config, encoder.BosTokenId),
            problems,
            stop);
        var dataset = Collect(name, rows);
        if (problems.Count == before)
        {
            dataset.Check(examples, rows, config, problems);
        }

        return dataset;
    }

    /// <summary>
    /// Joins documents and cuts the whole into blocks of <c>max_length</c> tokens, all of which are learned.
    /// </summary>
    /// <inheritdoc cref="Encode"/>
    /// <param name="name">What to call the part.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="encoder">Makes tokens of them.</param>
    /// <param name="config">How long blocks are.</param>
    /// <param name="problems">Where documents go that cannot be encoded.</param>
    /// <param name="stop">Ends the work.</param>
    public static TokenDataset Concatenate(
        string name,
        IReadOnlyList<DocumentExample> documents,
        SequenceEncoder encoder,
        DatasetConfig config,
        DataProblems problems,
        CancellationToken stop = default)
    {
        var blocks = PretrainingBlocks.Cut(documents, encoder, config.MaxLength, problems, stop);
        var dataset = Collect(name, blocks);
        if (blocks.Count == 0 && problems.Count == 0)
        {
            problems.Add(DataException.NothingLeft(name, dataset.Report.ToString()));
        }

        return dataset;
    }

    /// <summary>
    /// A hash of all tokens and of what of them is learned. Training may only be resumed on the rows it started on:
    /// compare it.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in Rows)
        {
            row.AddTo(hash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A part of rows that are as they should be; null stands for a row that was too long.</summary>
    internal static TokenDataset Collect(string name, IReadOnlyCollection<TokenRow?> rows)
    {
        TokenRow[] kept = [.. rows.OfType<TokenRow>().Where(row => row.TargetCount > 0)];
        var dropped = rows.Count(row => row is null);
        var answerCut = kept.Count(row => row.Cuts.HasFlag(RowCuts.Answer));
        return new TokenDataset(name, kept, new EncodingReport
        {
            Rows = rows.Count,
            Unsupervised = rows.Count - dropped - kept.Length,
            Dropped = dropped,
            PromptCut = kept.Count(row => row.Cuts != RowCuts.None) - answerCut,
            AnswerCut = answerCut,
            Tokens = kept.Sum(row => (long)row.Length),
            Targets = kept.Sum(row => (long)row.TargetCount),
        });
    }

    /// <summary>
    /// Does something for each number below a count, on all cores. What it throws as wrong with the data goes to the
    /// problems, in the numbers' order.
    /// </summary>
    internal static void ForEach(int count, Action<int> action, DataProblems problems, CancellationToken stop)
    {
        var failed = new DataException?[count];
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = stop }, i =>
            {
                try
                {
                    action(i);
                }
                catch (DataException problem)
                {
                    failed[i] = problem;
                }
            });
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]); // As itself, as from a plain loop.
        }

        // What is wrong with the set as a whole, a missing template say, is wrong with every row in the same words.
        foreach (var problem in failed.OfType<DataException>().DistinctBy(problem => problem.Message))
        {
            problems.Add(problem);
        }
    }

    private static TokenRow? Fit(TokenRow row, DatasetConfig config, int? bos)
    {
        if (row.Length <= config.MaxLength)
        {
            return row;
        }

        return config.Overlength switch
        {
            Overlength.TruncatePrompt => Truncation.CutPrompt(row, config.MaxLength, bos),
            Overlength.TruncateResponse => Truncation.CutEnd(row, config.MaxLength),
            Overlength.Drop => null,
            _ => throw DataException.TooLong(
                row.Origin,
                row.Length,
                row.Supervised.Count > 0 ? row.Supervised[0].Start : row.Length,
                config.MaxLength),
        };
    }

    private void Check(
        IReadOnlyList<Example> examples, TokenRow?[] rows, DatasetConfig config, DataProblems problems)
    {
        if (Report.Unsupervised > config.MaxUnsupervisedShare * Report.Rows)
        {
            var first = Array.FindIndex(rows, row => row?.TargetCount == 0);
            problems.Add(DataException.TooFewSupervised(
                Name, Report.Unsupervised, Report.Rows, examples[first].Origin, config.MaxUnsupervisedShare));
        }
        else if (Rows.Count == 0)
        {
            problems.Add(DataException.NothingLeft(Name, Report.ToString()));
        }
    }
}
