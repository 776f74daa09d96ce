namespace FineTune.Data;

/// <summary>Reads the files of one part of a data set into examples.</summary>
internal static class RowReading
{
    /// <summary>
    /// All good rows of some files, in order; bad rows, and files that end early, are added to the problems.
    /// </summary>
    /// <param name="files">The files' paths.</param>
    /// <param name="purpose">What the rows are for.</param>
    /// <param name="config">Format, columns and file format.</param>
    /// <param name="labelled">Whether rows must have a label.</param>
    /// <param name="log">Where problems and notices go.</param>
    public static List<TExample> Read<TExample>(
        IEnumerable<string> files, DataPurpose purpose, DatasetConfig config, bool labelled, ReadingLog log)
        where TExample : Example
    {
        var examples = new List<TExample>();
        foreach (var file in files)
        {
            try
            {
                var before = (examples.Count, log.Problems.Count);
                examples.AddRange(ReadFile(file, purpose, config, labelled, log).Cast<TExample>());
                if (before == (examples.Count, log.Problems.Count))
                {
                    log.Problems.Add(DataException.Empty(file));
                }
            }
            catch (DataException problem)
            {
                log.Problems.Add(problem);
            }
        }

        return examples;
    }

    private static IEnumerable<Example> ReadFile(
        string file, DataPurpose purpose, DatasetConfig config, bool labelled, ReadingLog log)
    {
        RowConverter? convert = null;
        foreach (var row in ReaderRegistry.For(file, config.FileFormat).Read(file, log.Problems))
        {
            if (convert is null)
            {
                var columns = new FileColumns(row);
                convert = FormatRegistry.For(columns, purpose, config).Bind(columns, config, labelled, log);
                if (convert is null)
                {
                    yield break;
                }
            }

            if (convert(row, log.Problems) is { } example)
            {
                yield return example;
            }
        }
    }
}
