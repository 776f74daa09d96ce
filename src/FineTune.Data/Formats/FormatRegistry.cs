namespace FineTune.Data;

/// <summary>The ways in which rows may say what is to be learned.</summary>
public static class FormatRegistry
{
    /// <summary>The <c>format</c> that goes by the columns.</summary>
    public const string Auto = "auto";

    /// <summary>Every format; a new one is a file and a line here. The first that recognises a file gets it.</summary>
    public static IReadOnlyList<IDataFormat> All { get; } =
    [
        new TextClassification(),
        new Messages(),
        new ShareGpt(),
        new Alpaca(),
        new PromptCompletion(),
        new PlainText(),
        new HhRlhf(),
        new Preference(),
        new Judged(),
    ];

    /// <summary>The format with a name.</summary>
    /// <exception cref="DataException">There is no such format.</exception>
    public static IDataFormat Get(string name) =>
        All.FirstOrDefault(format => format.Name == name) ?? throw DataException.UnknownFormat(name);

    /// <summary>The format of a file: the one the config names, or the first that recognises the columns.</summary>
    /// <param name="columns">The file's columns.</param>
    /// <param name="purpose">What its rows are for.</param>
    /// <param name="config">What the user says.</param>
    /// <param name="labelled">Whether the rows must say what is right; false to predict.</param>
    /// <exception cref="DataException">None does, or the one named is of no use for the purpose.</exception>
    public static IDataFormat For(FileColumns columns, DataPurpose purpose, DatasetConfig config, bool labelled)
    {
        IDataFormat[] useful = [.. All.Where(format => format.Purpose.HasFlag(purpose))];
        if (config.Format == Auto)
        {
            return useful.FirstOrDefault(format => format.Recognises(columns, config, labelled))
                ?? throw DataException.NoFormatFor(columns, useful);
        }

        var named = Get(config.Format);
        return useful.Contains(named) ? named : throw DataException.FormatOfNoUse(named, purpose, useful);
    }
}
