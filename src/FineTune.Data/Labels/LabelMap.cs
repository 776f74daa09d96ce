using System.Globalization;

namespace FineTune.Data;

/// <summary>
/// The labels of a task by id: derived once from the training data, then stored with the model as id2label.
/// </summary>
public sealed class LabelMap
{
    // The name transformers gives the single output of a regression.
    private static readonly string[] RegressionNames = ["LABEL_0"];

    private readonly Dictionary<string, int> _idOf = [];
    private readonly bool _namesAreNumbers;

    private LabelMap(IReadOnlyList<string> names)
    {
        Names = names;
        for (var id = 0; id < names.Count; id++)
        {
            _idOf[names[id]] = id;
        }

        _namesAreNumbers = names.Any(name => IsWhole(name, out _));
    }

    /// <summary>The label for one number per row, which has no names of its own.</summary>
    public static LabelMap Regression { get; } = new(RegressionNames);

    /// <summary>The names in the order of their ids.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many labels there are: the outputs of the classifier.</summary>
    public int Count => Names.Count;

    /// <summary>The map with given names: from the config, or from the id2label of a checkpoint.</summary>
    /// <exception cref="DataException">Two names are the same.</exception>
    public static LabelMap FromNames(IReadOnlyList<string> names)
    {
        var twice = names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new LabelMap([.. names])
            : throw DataException.BadLabelNames($"'{twice.Key}' is there twice.");
    }

    /// <summary>
    /// The labels of training examples: whole numbers in their order, texts in ordinal order. Whole numbers from 0
    /// without a gap are thereby their own ids; any others are only names.
    /// </summary>
    /// <exception cref="DataException">There is only one label where a row has one of them.</exception>
    public static LabelMap Derive(IReadOnlyCollection<TextExample> examples, ProblemType type)
    {
        if (type == ProblemType.Regression)
        {
            return Regression;
        }

        var labels = examples.SelectMany(example => LabelColumn.Items(example.Label!))
            .DistinctBy(label => label.Text).ToArray();
        if (type == ProblemType.SingleLabelClassification && labels is [var only])
        {
            throw DataException.OneLabel(only.Text, examples.Count);
        }

        var texts = labels.Select(label => label.Text);
        return new LabelMap(labels.All(label => label.Kind == LabelKind.Integer)
            ? [.. texts.OrderBy(text => long.Parse(text, CultureInfo.InvariantCulture))]
            : [.. texts.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Finds a label's id: by its name, or, where no name is a number, by the id itself.</summary>
    public bool TryGetId(string label, out int id) =>
        _idOf.TryGetValue(label, out id) || (!_namesAreNumbers && IsWhole(label, out id) && id >= 0 && id < Count);

    private static bool IsWhole(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
