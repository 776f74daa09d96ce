namespace FineTune.Data;

/// <summary>Names of <see cref="ProblemType"/>, and which one a data set's labels call for.</summary>
public static class ProblemTypes
{
    /// <summary>The value of <c>problem_type</c> in a <c>config.json</c>.</summary>
    public static string ConfigName(this ProblemType type) => type switch
    {
        ProblemType.SingleLabelClassification => "single_label_classification",
        ProblemType.MultiLabelClassification => "multi_label_classification",
        ProblemType.Regression => "regression",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, message: null),
    };

    /// <summary>The type with a <c>problem_type</c>; null for null or a name that is none.</summary>
    public static ProblemType? Parse(string? configName)
    {
        foreach (var type in Enum.GetValues<ProblemType>())
        {
            if (type.ConfigName() == configName)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>
    /// What labelled examples call for: a list anywhere means several labels, a fraction anywhere means regression,
    /// anything else one label.
    /// </summary>
    /// <exception cref="DataException">Some labels are fractions and others text.</exception>
    public static ProblemType Infer(IReadOnlyCollection<TextExample> examples)
    {
        var (list, fraction, text) = (First(LabelKind.List), First(LabelKind.Fraction), First(LabelKind.Text));
        if (list is null && fraction is not null && text is not null)
        {
            throw DataException.MixedLabels(fraction.Origin, text.Origin, text.Label!.Text);
        }

        return list is not null ? ProblemType.MultiLabelClassification
            : fraction is not null ? ProblemType.Regression
            : ProblemType.SingleLabelClassification;

        TextExample? First(LabelKind kind) => examples.FirstOrDefault(example => example.Label?.Kind == kind);
    }
}
