namespace FineTune.Data;

/// <summary>The labels of all rows as numbers.</summary>
public sealed class LabelColumn
{
    private LabelColumn(ProblemType type, int width, long[] ids, float[] targets) =>
        (Type, Width, Ids, Targets) = (type, width, ids, targets);

    /// <summary>What the numbers are.</summary>
    public ProblemType Type { get; }

    /// <summary>Targets a row has: the number of labels where there may be several, else 1.</summary>
    public int Width { get; }

    /// <summary>The label ids, <c>[rows]</c>; empty unless each row has exactly one.</summary>
    public long[] Ids { get; }

    /// <summary>
    /// The numbers, <c>[rows]</c> for regression; 0 or 1 for each label, <c>[rows, labels]</c>, where there may be
    /// several; else empty.
    /// </summary>
    public float[] Targets { get; }

    /// <summary>Turns labels into numbers.</summary>
    /// <param name="examples">The rows, each with a label.</param>
    /// <param name="map">The labels' ids.</param>
    /// <param name="type">What the numbers are to be.</param>
    /// <param name="problems">Where labels that are unknown or of the wrong kind go.</param>
    public static LabelColumn Encode(
        IReadOnlyList<TextExample> examples, LabelMap map, ProblemType type, DataProblems problems)
    {
        var single = type == ProblemType.SingleLabelClassification;
        var width = type == ProblemType.MultiLabelClassification ? map.Count : 1;
        var column = new LabelColumn(
            type, width, single ? new long[examples.Count] : [], single ? [] : new float[(long)examples.Count * width]);
        for (var row = 0; row < examples.Count; row++)
        {
            column.Encode(row, examples[row], map, problems);
        }

        return column;
    }

    /// <summary>The labels of a row, whether it has one or a list.</summary>
    internal static IReadOnlyList<RawLabel> Items(RawLabel label) =>
        label.Kind == LabelKind.List ? label.Items : [label];

    private void Encode(int row, TextExample example, LabelMap map, DataProblems problems)
    {
        var label = example.Label!;
        if (Type == ProblemType.Regression)
        {
            if (label.Kind is not LabelKind.Integer and not LabelKind.Fraction || label.Number is not { } number)
            {
                problems.Add(DataException.WrongLabel(example.Origin, "a finite number", label.ToString()));
                return;
            }

            Targets[row] = (float)number;
        }
        else if (Type == ProblemType.SingleLabelClassification && label.Kind == LabelKind.List)
        {
            problems.Add(DataException.WrongLabel(example.Origin, "one label", label.ToString()));
        }
        else
        {
            EncodeNames(row, example, map, problems);
        }
    }

    private void EncodeNames(int row, TextExample example, LabelMap map, DataProblems problems)
    {
        foreach (var item in Items(example.Label!))
        {
            if (!map.TryGetId(item.Text, out var id))
            {
                problems.Add(DataException.UnknownLabel(example.Origin, item.Text, map.Names));
            }
            else if (Type == ProblemType.SingleLabelClassification)
            {
                Ids[row] = id;
            }
            else if (Targets[(row * Width) + id] != 0)
            {
                problems.Add(DataException.LabelTwice(example.Origin, item.Text));
            }
            else
            {
                Targets[(row * Width) + id] = 1;
            }
        }
    }
}
