namespace FineTune.Data;

/// <summary>The examples of a data set by part: files read, sources mixed, shares split off.</summary>
/// <typeparam name="TExample">What the rows were made into.</typeparam>
/// <param name="Train">The rows to train on, in the order of the files or as they were mixed.</param>
/// <param name="Validation">The rows to validate on; none where there are none.</param>
/// <param name="Test">The rows to test on; none where there are none.</param>
internal sealed record ExampleParts<TExample>(
    IReadOnlyList<TExample> Train, IReadOnlyList<TExample> Validation, IReadOnlyList<TExample> Test)
    where TExample : Example
{
    /// <summary>Reads all parts. What is split off is never trained on, whichever source it is from.</summary>
    /// <param name="config">The files and how to read them.</param>
    /// <param name="purpose">What the rows are for.</param>
    /// <param name="seed">Decides the split and the mixture.</param>
    /// <param name="log">Where notices go.</param>
    /// <exception cref="DataException">Everything that is wrong with the files.</exception>
    public static ExampleParts<TExample> Load(DatasetConfig config, DataPurpose purpose, long seed, ReadingLog log)
    {
        SplitCheck.Run(config, log.Problems);
        var sources = config.Sources.Count > 0 ? config.Sources : [new SourceConfig { Path = config.TrainFile }];
        var read = sources.Select(source =>
            RowReading.Read<TExample>(source.Path, purpose, source.In(config), labelled: true, log)
                .Take(source.MaxSamples ?? int.MaxValue).ToList()).ToList();
        var validation = RowReading.Read<TExample>(config.ValidationFile, purpose, config, labelled: true, log);
        var test = RowReading.Read<TExample>(config.TestFile, purpose, config, labelled: true, log);
        log.Problems.ThrowIfAny();

        TExample[] all = [.. read.SelectMany(rows => rows)];
        var drawn = RowSplit.Draw(all.Length, config.ValidationSplit ?? 0, config.TestSplit ?? 0, seed);
        return new ExampleParts<TExample>(
            Limit(Mix(sources, read, all, drawn.Train, config, seed, log)),
            Limit(config.ValidationSplit is null ? validation : drawn.Validation.Select(row => all[row])),
            Limit(config.TestSplit is null ? test : drawn.Test.Select(row => all[row])));

        TExample[] Limit(IEnumerable<TExample> rows) => [.. rows.Take(config.MaxSamples ?? int.MaxValue)];
    }

    private static IEnumerable<TExample> Mix(
        IReadOnlyList<SourceConfig> sources,
        List<List<TExample>> read,
        TExample[] all,
        int[] train,
        DatasetConfig config,
        long seed,
        ReadingLog log)
    {
        if (sources.Count == 1 && sources[0].Weight == 1)
        {
            return train.Select(row => all[row]);
        }

        var counts = new int[sources.Count];
        var end = 0;
        for (var source = 0; source < counts.Length; source++)
        {
            var start = end;
            end += read[source].Count;
            counts[source] = train.Count(row => row >= start && row < end);
        }

        if (Array.IndexOf(counts, 0) is var empty and >= 0)
        {
            throw DataException.SourceLeftEmpty(string.Join(", ", sources[empty].Path));
        }

        var mixed = Mixture.Draw(counts, [.. sources.Select(source => source.Weight)], config, seed);
        Report(sources, counts, mixed, log);
        return mixed.Select(row => all[train[row]]);
    }

    private static void Report(IReadOnlyList<SourceConfig> sources, int[] counts, List<int> mixed, ReadingLog log)
    {
        var parts = new List<string>();
        var start = 0;
        for (var source = 0; source < counts.Length; source++)
        {
            var (first, end) = (start, start += counts[source]);
            var drawn = mixed.Count(row => row >= first && row < end);
            parts.Add($"{string.Join(", ", sources[source].Path)} {drawn:N0} ({(double)drawn / mixed.Count:P0})");
        }

        log.Notices.Add($"train: {mixed.Count:N0} rows mixed of {string.Join("; ", parts)}.");
    }
}
