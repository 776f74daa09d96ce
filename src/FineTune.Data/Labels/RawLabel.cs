using System.Globalization;
using System.Text.Json;

namespace FineTune.Data;

/// <summary>A label as a row has it, before the labels of all rows decide what it means.</summary>
public sealed record RawLabel
{
    private RawLabel(LabelKind kind, string text, IReadOnlyList<RawLabel>? items = null) =>
        (Kind, Text, Items) = (kind, text, items ?? []);

    /// <summary>What it looks like.</summary>
    public LabelKind Kind { get; }

    /// <summary>The label as text; for a list, its items.</summary>
    public string Text { get; }

    /// <summary>The items of a list; none otherwise.</summary>
    public IReadOnlyList<RawLabel> Items { get; }

    /// <summary>Its value, when it is a finite number.</summary>
    public double? Number =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A label from a text file, where a number looks like any text.</summary>
    public static RawLabel OfCell(string text)
    {
        var label = new RawLabel(LabelKind.Text, text.Trim());
        return label.Number is null ? label : OfNumber(label.Text);
    }

    /// <summary>Several labels from one cell of a text file.</summary>
    public static RawLabel OfCells(string text, string separator) =>
        OfList(text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(OfCell));

    /// <summary>Several labels of one row.</summary>
    public static RawLabel OfList(IEnumerable<RawLabel> items)
    {
        RawLabel[] list = [.. items];
        return new RawLabel(LabelKind.List, $"[{string.Join(", ", list.Select(item => item.Text))}]", list);
    }

    /// <summary>Reads a label; null for what cannot be one.</summary>
    public static RawLabel? TryRead(Field field) => field.Kind switch
    {
        JsonValueKind.String when field.IsCell => OfCell(field.Text!),
        JsonValueKind.String => new RawLabel(LabelKind.Text, field.Text!),
        JsonValueKind.True or JsonValueKind.False => new RawLabel(LabelKind.Text, field.ToString()),
        JsonValueKind.Number => OfNumber(field.ToString()),
        JsonValueKind.Array when field.Items.Select(TryRead).ToArray() is var items
            && items.All(item => item is { Kind: not LabelKind.List }) => OfList(items!),
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Kind == LabelKind.Text ? $"\"{Text}\"" : Text;

    private static RawLabel OfNumber(string text)
    {
        // 01 and +1 are no label names that come back as they were; they are numbers like 1.0.
        var isWhole = long.TryParse(text, out var whole) && whole.ToString() == text;
        return new RawLabel(isWhole ? LabelKind.Integer : LabelKind.Fraction, text);
    }
}
