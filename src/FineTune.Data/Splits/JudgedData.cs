namespace FineTune.Data;

/// <summary>Loads data sets of single answers that are good or bad.</summary>
public static class JudgedData
{
    /// <summary>Reads, mixes, splits and encodes all parts.</summary>
    /// <param name="config">The files, and how long rows may be.</param>
    /// <param name="encoder">Makes tokens of the rows.</param>
    /// <param name="seed">Decides the split and the mixture.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="DataException">Everything that is wrong with the files or with their rows; training answers that
    /// are all good or all bad.</exception>
    public static EncodedData<JudgedPart> Load(
        DatasetConfig config, SequenceEncoder encoder, long seed, CancellationToken stop = default) =>
        EncodedData<JudgedPart>.Load<JudgedExample>(config, DataPurpose.Judgement, seed, (name, examples, log) =>
        {
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
        });
}
