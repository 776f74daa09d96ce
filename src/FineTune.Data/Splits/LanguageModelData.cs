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

        TokenDataset? Part(string name, IReadOnlyList<Example> examples) =>
            examples.Count == 0 ? null : Encode(name, examples, config, purpose, encoder, log, stop);
    }

    /// <summary>Reads and encodes files for a model that is trained already.</summary>
    /// <param name="name">What to call the part.</param>
    /// <param name="files">The files.</param>
    /// <param name="config">How to read them; its own files do not count.</param>
    /// <param name="purpose">What the rows are for.</param>
    /// <param name="encoder">Makes tokens of the rows.</param>
    /// <param name="notices">Where what was inferred, cut or dropped goes.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="DataException">Everything that is wrong with the files or with their rows.</exception>
    public static TokenDataset LoadPart(
        string name,
        IReadOnlyList<string> files,
        DatasetConfig config,
        DataPurpose purpose,
        SequenceEncoder encoder,
        ICollection<string> notices,
        CancellationToken stop = default)
    {
        var log = new ReadingLog();
        var examples = RowReading.Read<Example>(files, purpose, config, labelled: true, log);
        log.Problems.ThrowIfAny();
        var part = Encode(name, examples, config, purpose, encoder, log, stop);
        log.Problems.ThrowIfAny();
        log.Notices.ForEach(notices.Add);
        return part;
    }

    /// <summary>Reads prompts to answer: rows whose answers, where they have any, do not count.</summary>
    /// <param name="files">The files.</param>
    /// <param name="config">How to read them; its own files do not count.</param>
    /// <param name="notices">Where what was inferred goes.</param>
    /// <exception cref="DataException">Everything that is wrong with the files.</exception>
    public static IReadOnlyList<Example> LoadPrompts(
        IReadOnlyList<string> files, DatasetConfig config, ICollection<string> notices)
    {
        var log = new ReadingLog();
        var prompts = RowReading.Read<Example>(files, DataPurpose.Instruction, config, labelled: false, log);
        log.Problems.ThrowIfAny();
        log.Notices.ForEach(notices.Add);
        return prompts;
    }

    private static TokenDataset Encode(
        string name,
        IReadOnlyList<Example> examples,
        DatasetConfig config,
        DataPurpose purpose,
        SequenceEncoder encoder,
        ReadingLog log,
        CancellationToken stop)
    {
        var part = purpose == DataPurpose.Pretraining && config.ConcatenateDocuments
            ? TokenDataset.Concatenate(name, [.. examples.Cast<DocumentExample>()], encoder, config, log.Problems, stop)
            : TokenDataset.Encode(name, examples, encoder, config, log.Problems, stop);
        log.Notices.Add($"{name}: {part.Report}");
        return part;
    }
}
