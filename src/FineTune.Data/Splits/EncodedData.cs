namespace FineTune.Data;

/// <summary>A data set as tokens, and what should be printed about it.</summary>
/// <typeparam name="TPart">The rows of a part.</typeparam>
public sealed record EncodedData<TPart>
    where TPart : class
{
    /// <summary>The rows to train on.</summary>
    public required TPart Train { get; init; }

    /// <summary>The rows to validate on; null when there are none.</summary>
    public TPart? Validation { get; init; }

    /// <summary>The rows to test on; null when there are none.</summary>
    public TPart? Test { get; init; }

    /// <summary>What was inferred, cut or dropped, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads, mixes, splits and encodes all parts.</summary>
    /// <typeparam name="TExample">What the rows are made into.</typeparam>
    /// <param name="config">The files, and how long rows may be.</param>
    /// <param name="purpose">What the rows are for.</param>
    /// <param name="seed">Decides the split and the mixture.</param>
    /// <param name="encode">Makes a part of its name and its examples, of which there is at least one.</param>
    /// <exception cref="DataException">Everything that is wrong with the files or with their rows.</exception>
    internal static EncodedData<TPart> Load<TExample>(
        DatasetConfig config,
        DataPurpose purpose,
        long seed,
        Func<string, IReadOnlyList<TExample>, ReadingLog, TPart> encode)
        where TExample : Example
    {
        var log = new ReadingLog();
        var parts = ExampleParts<TExample>.Load(config, purpose, seed, log);
        var data = new EncodedData<TPart>
        {
            Train = Part("train", parts.Train)!,
            Validation = Part("validation", parts.Validation),
            Test = Part("test", parts.Test),
            Notices = log.Notices,
        };
        log.Problems.ThrowIfAny();
        return data;

        TPart? Part(string name, IReadOnlyList<TExample> examples) =>
            examples.Count == 0 ? null : encode(name, examples, log);
    }
}
