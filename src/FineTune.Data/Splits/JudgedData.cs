namespace FineTune.Data;

/// <summary>A data set of single answers that are good or bad, as tokens.</summary>
public sealed record JudgedData
{
    /// <summary>The answers to train on.</summary>
    public required JudgedPart Train { get; init; }

    /// <summary>The answers to validate on; null when there are none.</summary>
    public JudgedPart? Validation { get; init; }

    /// <summary>The answers to test on; null when there are none.</summary>
    public JudgedPart? Test { get; init; }

    /// <summary>What was inferred, cut or dropped, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads, mixes, splits and encodes all parts.</summary>
    /// <param name="config">The files, and how long rows may be.</param>
    /// <param name="encoder">Makes tokens of the rows.</param>
    /// <param name="seed">Decides the split and the mixture.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="DataException">Everything that is wrong with the files or with their rows.</exception>
    public static JudgedData Load(
        DatasetConfig config, SequenceEncoder encoder, long seed, CancellationToken stop = default)
    {
        var log = new ReadingLog();
        var parts = ExampleParts<JudgedExample>.Load(config, DataPurpose.Judgement, seed, log);
        var data = new JudgedData
        {
            Train = Part("train", parts.Train)!,
            Validation = Part("validation", parts.Validation),
            Test = Part("test", parts.Test),
            Notices = log.Notices,
        };
        log.Problems.ThrowIfAny();
        return data;

        JudgedPart? Part(string name, IReadOnlyList<JudgedExample> examples)
        {
            if (examples.Count == 0)
            {
                return null;
            }
            var good = examples.Count(example => example.Desirable);
            if (name == "train" && (good == 0 || good == examples.Count))
            {
                log.Problems.Add(DataException.OneKind(examples.Count, good > 0));
            }
            var rows = TokenDataset.Encode(
                name, [.. examples.Select(example => example.Answered)], encoder, config, log.Problems, stop);
            var labels = examples.DistinctBy(example => example.Origin)
                .ToDictionary(example => example.Origin, example => example.Desirable);
            log.Notices.Add($"{name}: {rows.Report} {good:N0} of {examples.Count:N0} answers are desirable.");
            return new JudgedPart(rows, [.. rows.Rows.Select(row => labels[row.Origin])]);
        }
    }
}
