namespace FineTune.Data;

/// <summary>Loads data sets for language models.</summary>
public static class LanguageModelData
{
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
    public static EncodedData<TokenDataset> Load(
        DatasetConfig config, DataPurpose purpose, SequenceEncoder encoder, long seed, CancellationToken stop = default) =>
        EncodedData<TokenDataset>.Load<Example>(
            config, purpose, seed, (name, examples, log) => Encode(name, examples, config, purpose, encoder, log, stop));

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
