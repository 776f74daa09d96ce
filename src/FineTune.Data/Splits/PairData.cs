namespace FineTune.Data;

/// <summary>Loads data sets of pairs.</summary>
public static class PairData
{
    /// <summary>Reads, mixes, splits and encodes all parts.</summary>
    /// <param name="config">The files, and how long rows may be.</param>
    /// <param name="encoder">Makes tokens of the rows.</param>
    /// <param name="seed">Decides the split and the mixture.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="DataException">Everything that is wrong with the files or with their rows.</exception>
    public static EncodedData<PairDataset> Load(
        DatasetConfig config, SequenceEncoder encoder, long seed, CancellationToken stop = default) =>
        EncodedData<PairDataset>.Load<PairExample>(config, DataPurpose.Preference, seed, (name, examples, log) =>
        {
            var part = PairDataset.Encode(name, examples, encoder, config, log.Problems, stop);
            log.Notices.Add($"{name}: {part.Report}");
            return part;
        });
}
