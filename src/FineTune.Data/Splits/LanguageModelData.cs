namespace FineTune.Data;

/// <summary>A data set for a language model, as tokens, and what should be printed about it.</summary>
public sealed record LanguageModelData
{
    /// <summary>The rows to train on.</summary>
    public required TokenDataset Train { get; init; }

    /// <summary>The rows to validate on; null when there are none.</summary>
    public TokenDataset? Validation { get; init; }

    /// <summary>The rows to test on; null when there are none.</summary>
    public TokenDataset? Test { get; init; }

    /// <summary>What was inferred, cut or dropped, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads, mixes, splits and encodes all parts.</summary>
    /// <param name="config">The files, what is learned of them, and how long rows may be.</param>
    /// <param name="purpose">
    /// <see cref="DataPurpose.Instruction"/> to learn to answer, <see cref="DataPurpose.Pretraining"/> to learn running
    /// text.
    /// </param>
    /// <param name="encoder">Makes tokens of the rows.</param>
    /// <param name="seed">Decides the split and the mixture.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="DataException">Everything that is wrong with the files or with their rows.</exception>
    public static LanguageModelData Load(
        DatasetConfig config, DataPurpose purpose, SequenceEncoder encoder, long seed, CancellationToken stop = default)
    {
        var log = new ReadingLog();
        var parts = ExampleParts<Example>.Load(config, purpose, seed, log);
        var data = new LanguageModelData
        {
            Train = Part("train", parts.Train)!,
            Validation = Part("validation", parts.Validation),
            Test = Part("test", parts.Test),
            Notices = log.Notices,
        };
        log.Problems.ThrowIfAny();
        return data;

        TokenDataset? Part(string name, IReadOnlyList<Example> examples)
        {
            if (examples.Count == 0)
            {
                return null;
            }

            var part = purpose == DataPurpose.Pretraining && config.ConcatenateDocuments
                ? TokenDataset.Concatenate(name, [.. examples.Cast<DocumentExample>()], encoder, config, log.Problems, stop)
                : TokenDataset.Encode(name, examples, encoder, config, log.Problems, stop);
            log.Notices.Add($"{name}: {part.Report}");
            return part;
        }
    }
}
