namespace FineTune.Data;

/// <summary>A data set of pairs, as tokens, and what should be printed about it.</summary>
public sealed record PairData
{
    /// <summary>The pairs to train on.</summary>
    public required PairDataset Train { get; init; }

    /// <summary>The pairs to validate on; null when there are none.</summary>
    public PairDataset? Validation { get; init; }

    /// <summary>The pairs to test on; null when there are none.</summary>
    public PairDataset? Test { get; init; }

    /// <summary>What was inferred, cut or dropped, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads, mixes, splits and encodes all parts.</summary>
    /// <param name="config">The files, and how long rows may be.</param>
    /// <param name="encoder">Makes tokens of the rows.</param>
    /// <param name="seed">Decides the split and the mixture.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="DataException">Everything that is wrong with the files or with their rows.</exception>
    public static PairData Load(
        DatasetConfig config, SequenceEncoder encoder, long seed, CancellationToken stop = default)
    {
        var log = new ReadingLog();
        var parts = ExampleParts<PairExample>.Load(config, DataPurpose.Preference, seed, log);
        var data = new PairData
        {
            Train = Part("train", parts.Train)!,
            Validation = Part("validation", parts.Validation),
            Test = Part("test", parts.Test),
            Notices = log.Notices,
        };
        log.Problems.ThrowIfAny();
        return data;

        PairDataset? Part(string name, IReadOnlyList<PairExample> examples)
        {
            if (examples.Count == 0)
            {
                return null;
            }
            var part = PairDataset.Encode(name, examples, encoder, config, log.Problems, stop);
            log.Notices.Add($"{name}: {part.Report}");
            return part;
        }
    }
}
