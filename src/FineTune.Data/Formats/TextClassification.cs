using System.Runtime.InteropServices;
using System.Text.Json;

namespace FineTune.Data;

/// <summary>A text or a pair of texts, and a label: a name, a number, or a list of either.</summary>
internal sealed class TextClassification : IDataFormat
{
    private static readonly (string Text, string TextPair)[] CommonPairs =
    [
        ("text", "text_pair"), ("sentence1", "sentence2"), ("premise", "hypothesis"), ("question1", "question2"),
        ("text1", "text2"), ("text_a", "text_b"), ("question", "sentence"), ("query", "passage"),
    ];

    private static readonly string[] CommonTexts =
    [
        "text", "sentence", "review", "content", "document", "comment", "message", "tweet", "body", "question", "query",
        "title",
    ];

    private static readonly string[] CommonLabels =
    [
        "label", "labels", "class", "category", "sentiment", "emotion", "intent", "topic", "target", "score", "rating",
        "stars",
    ];

    public string Name => "text-classification";

    public string Description => "One text or a pair of texts with a label, a list of labels, or a number.";

    public DataPurpose Purpose => DataPurpose.Classification;

    public bool Recognises(FileColumns columns, DatasetConfig config) => true;

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var before = log.Problems.Count;
        var label = labelled ? LabelColumn(columns, config.Columns, log.Problems) : null;
        var (text, textPair) = TextColumns(columns, config.Columns, label, log.Problems);
        if (text is null || log.Problems.Count > before)
        {
            return null;
        }

        Report(columns, config.Columns, text, textPair, label, log.Notices);
        return Converter(text, textPair, label, config.LabelSeparator);
    }

    private static RowConverter Converter(string text, string? textPair, string? label, string? labelSeparator)
    {
        var cells = new Dictionary<string, RawLabel>(); // A file has few labels and many rows.
        return (row, problems) =>
        {
            var before = problems.Count;
            var first = Text(row, text, problems);
            var second = textPair is null ? null : Text(row, textPair, problems);
            var value = label is null ? null : Label(row, label, labelSeparator, cells, problems);
            return problems.Count == before ? new TextExample(row.Origin, first, second, value) : null;
        };
    }

    private static string? LabelColumn(FileColumns columns, ColumnsConfig wanted, DataProblems problems)
    {
        if (wanted.Label is { } label)
        {
            return columns.Require("label", label, problems);
        }

        var inferred = columns.FirstOf(CommonLabels);
        if (inferred is null)
        {
            problems.Add(DataException.NoColumnFor(columns.File, "label", columns.Names, CommonLabels));
        }

        return inferred;
    }

    private static (string? Text, string? TextPair) TextColumns(
        FileColumns columns, ColumnsConfig wanted, string? label, DataProblems problems)
    {
        var textPair = wanted.TextPair is { } second ? columns.Require("text_pair", second, problems) : null;
        if (wanted.Text is { } text)
        {
            return (columns.Require("text", text, problems), textPair);
        }

        if (wanted.TextPair is null && CommonPair(columns) is { } pair)
        {
            return pair;
        }

        // A file of two columns leaves no choice, whatever the text's name is.
        var others = columns.Names.Where(column => column != label && column != textPair).ToArray();
        var only = others is [var single] ? single : null;
        var inferred = columns.FirstOf(CommonTexts.Where(name => name != textPair)) ?? only;
        if (inferred is null)
        {
            problems.Add(DataException.NoColumnFor(columns.File, "text", columns.Names, CommonTexts));
        }

        return (inferred, textPair);
    }

    private static (string Text, string TextPair)? CommonPair(FileColumns columns)
    {
        foreach (var pair in CommonPairs)
        {
            if (columns.Find(pair.Text) is { } text && columns.Find(pair.TextPair) is { } textPair)
            {
                return (text, textPair);
            }
        }

        return null;
    }

    private static void Report(
        FileColumns columns, ColumnsConfig wanted, string text, string? textPair, string? label, List<string> notices)
    {
        (string Role, string? Wanted, string? Found)[] roles =
            [("text", wanted.Text, text), ("text_pair", wanted.TextPair, textPair), ("label", wanted.Label, label)];
        var inferred = roles.Where(role => role.Wanted is null && role.Found is not null).ToArray();
        if (inferred.Length > 0)
        {
            var list = string.Join(", ", inferred.Select(role => $"{role.Role} = '{role.Found}'"));
            notices.Add($"{columns.File}: columns inferred: {list}; set dataset.columns to change that.");
        }
    }

    private static string Text(DataRow row, string column, DataProblems problems)
    {
        var field = row[column];
        if (field.Text is { } text)
        {
            return text;
        }

        problems.Add(field.IsMissing
            ? DataException.MissingValue(row.Origin, column)
            : DataException.WrongType(row.Origin, column, "a string", field));
        return "";
    }

    private static RawLabel? Label(
        DataRow row, string column, string? separator, Dictionary<string, RawLabel> cells, DataProblems problems)
    {
        var field = row[column];
        if (field.IsMissing && separator is null)
        {
            problems.Add(DataException.MissingValue(row.Origin, column));
            return null;
        }

        if (field.IsCell)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, field.Text!, out _);
            return known ??= separator is null
                ? RawLabel.OfCell(field.Text!)
                : RawLabel.OfCells(field.Text!, separator);
        }

        if (RawLabel.TryRead(field) is { } label)
        {
            return label;
        }

        problems.Add(field.Kind is JsonValueKind.Array
            ? DataException.WrongType(row.Origin, column, "a list of strings or numbers", field)
            : DataException.WrongType(row.Origin, column, "a string, a number, or a list of them", field));
        return null;
    }
}
