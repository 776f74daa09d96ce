using System.Text;

namespace FineTune.Data;

/// <summary>A classification data set as read: its parts, its labels, and what should be printed about it.</summary>
public sealed record ClassificationData
{
    private const int LabelsShown = 10;

    /// <summary>What is learned: one label a row, several, or a number.</summary>
    public required ProblemType Type { get; init; }

    /// <summary>The labels by id.</summary>
    public required LabelMap Labels { get; init; }

    /// <summary>The rows to train on.</summary>
    public required ClassificationSplit Train { get; init; }

    /// <summary>The rows to validate on; null when there are none.</summary>
    public ClassificationSplit? Validation { get; init; }

    /// <summary>The rows to test on; null when there are none.</summary>
    public ClassificationSplit? Test { get; init; }

    /// <summary>What was inferred or is worth knowing, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads all parts, derives the labels from the training rows, and splits what is to be split.</summary>
    /// <param name="config">The files and how to read them.</param>
    /// <param name="type">What is to be learned; null to go by the labels.</param>
    /// <param name="seed">Decides the split.</param>
    /// <exception cref="DataException">Everything that is wrong with the files, or with their labels.</exception>
    public static ClassificationData Load(DatasetConfig config, ProblemType? type, long seed)
    {
        var log = new ReadingLog();
        SplitCheck.Run(config, log.Problems);
        SplitCheck.RefuseLanguageModelKeys(config, log.Problems);
        var train = Read(config.TrainFile, config, labelled: true, log);
        var validation = Read(config.ValidationFile, config, labelled: true, log);
        var test = Read(config.TestFile, config, labelled: true, log);
        log.Problems.ThrowIfAny();

        var (resolved, labels) = ResolveLabels(config, type, train, log.Notices);
        if (config.ValidationSplit is not null || config.TestSplit is not null)
        {
            var drawn = RowSplit.Draw(train.Count, config.ValidationSplit ?? 0, config.TestSplit ?? 0, seed);
            validation = config.ValidationSplit is null ? validation : Pick(drawn.Validation);
            test = config.TestSplit is null ? test : Pick(drawn.Test);
            train = Pick(drawn.Train);
        }

        var data = new ClassificationData
        {
            Type = resolved,
            Labels = labels,
            Train = Part("train", train),
            Validation = validation.Count > 0 ? Part("validation", validation) : null,
            Test = test.Count > 0 ? Part("test", test) : null,
            Notices = log.Notices,
        };
        log.Problems.ThrowIfAny();
        return data;

        List<TextExample> Pick(int[] rows) => [.. rows.Select(row => train[row])];

        ClassificationSplit Part(string name, List<TextExample> rows) =>
            Encode(name, rows, config, labels, resolved, log.Problems);
    }

    /// <summary>Reads labelled rows for a model that knows its labels already.</summary>
    /// <param name="name">What to call the part.</param>
    /// <param name="files">The files.</param>
    /// <param name="config">How to read them; its own files do not count.</param>
    /// <param name="labels">The model's labels.</param>
    /// <param name="type">What the model learned.</param>
    /// <param name="notices">Where what was inferred goes.</param>
    /// <exception cref="DataException">
    /// Everything that is wrong with the files, or labels the model does not know.
    /// </exception>
    public static ClassificationSplit LoadPart(
        string name,
        IReadOnlyList<string> files,
        DatasetConfig config,
        LabelMap labels,
        ProblemType type,
        ICollection<string> notices)
    {
        var log = new ReadingLog();
        var rows = Read(files, config, labelled: true, log);
        log.Problems.ThrowIfAny();
        var part = Encode(name, rows, config, labels, type, log.Problems);
        log.Problems.ThrowIfAny();
        log.Notices.ForEach(notices.Add);
        return part;
    }

    /// <summary>Reads rows without labels, to predict them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="config">How to read them; its own files and label column do not count.</param>
    /// <param name="notices">Where what was inferred goes.</param>
    /// <exception cref="DataException">Everything that is wrong with the files.</exception>
    public static IReadOnlyList<TextExample> LoadTexts(
        IReadOnlyList<string> files, DatasetConfig config, ICollection<string> notices)
    {
        var log = new ReadingLog();
        var rows = Read(files, config, labelled: false, log);
        log.Problems.ThrowIfAny();
        log.Notices.ForEach(notices.Add);
        return rows;
    }

    /// <summary>Reads a file whose every line is a text.</summary>
    /// <exception cref="DataException">The file is not there, is not UTF-8, or has no lines.</exception>
    public static IReadOnlyList<TextExample> LoadLines(string file)
    {
        var lines = FileText.Lines(FileText.Read(file))
            .Select(line => new TextExample(
                new RowOrigin(file, line.Number), Encoding.UTF8.GetString(line.Line.Span), TextPair: null, Label: null))
            .ToList();
        return lines.Count > 0 ? lines : throw DataException.Empty(file);
    }

    private static List<TextExample> Read(
        IReadOnlyList<string> files, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var rows = RowReading.Read<TextExample>(files, DataPurpose.Classification, config, labelled, log);
        var blank = rows.Where(row => string.IsNullOrWhiteSpace(row.Text)).ToArray();
        if (blank.Length > 0)
        {
            log.Notices.Add($"{blank.Length:N0} rows have an empty text, the first is {blank[0].Origin}.");
        }

        return rows;
    }

    private static (ProblemType Type, LabelMap Labels) ResolveLabels(
        DatasetConfig config, ProblemType? wanted, List<TextExample> train, List<string> notices)
    {
        var type = wanted ?? ProblemTypes.Infer(train);
        if (type == ProblemType.Regression && config.LabelNames.Count > 0)
        {
            throw DataException.BadLabelNames("the labels are numbers to predict (regression), which have no names.");
        }

        var labels = config.LabelNames.Count > 0 ? LabelMap.FromNames(config.LabelNames) : LabelMap.Derive(train, type);
        var names = string.Join(", ", labels.Names.Take(LabelsShown).Select((name, id) => $"{id} = '{name}'"));
        var rest = labels.Count > LabelsShown ? $" and {labels.Count - LabelsShown} more" : "";
        notices.Add(type == ProblemType.Regression
            ? "Labels are numbers: regression."
            : $"{labels.Count} labels ({type.ConfigName()}): {names}{rest}.");
        return (type, labels);
    }

    private static ClassificationSplit Encode(
        string name,
        List<TextExample> rows,
        DatasetConfig config,
        LabelMap labels,
        ProblemType type,
        DataProblems problems)
    {
        TextExample[] used = [.. rows.Take(config.MaxSamples ?? int.MaxValue)];
        return new ClassificationSplit(name, used, LabelColumn.Encode(used, labels, type, problems));
    }
}
