using System.Text;

namespace FineTune.Config;

/// <summary>Prints nodes as YAML: sections as blocks, lists of plain values on one line.</summary>
internal static class YamlWriter
{
    private const int Step = 2;

    public static string Write(ConfigMapping root)
    {
        var text = new StringBuilder();
        WriteEntries(text, root, 0);
        return text.ToString();
    }

    /// <summary>A value on one line.</summary>
    public static string Inline(ConfigNode node) => node switch
    {
        ConfigScalar scalar => scalar.IsQuoted ? PlainText.Of(scalar.Text) : scalar.Text,
        ConfigSequence list => $"[{string.Join(", ", list.Items.Select(Inline))}]",
        ConfigMapping { Entries.Count: > 0 } mapping => $"{{ {string.Join(", ", mapping.Entries.Select(Inline))} }}",
        _ => "{}",
    };

    private static string Inline(ConfigEntry entry) => $"{PlainText.Of(entry.Key)}: {Inline(entry.Value)}";

    private static void WriteEntries(StringBuilder text, ConfigMapping mapping, int indent)
    {
        foreach (var entry in mapping.Entries)
        {
            text.Append(' ', indent).Append(PlainText.Of(entry.Key)).Append(':');
            WriteValue(text, entry.Value, indent + Step);
        }
    }

    private static void WriteValue(StringBuilder text, ConfigNode value, int indent)
    {
        if (value is ConfigMapping { Entries.Count: > 0 } section)
        {
            text.Append('\n');
            WriteEntries(text, section, indent);
        }
        else if (value is ConfigSequence list && list.Items.Any(item => item is ConfigMapping { Entries.Count: > 0 }))
        {
            text.Append('\n');
            foreach (var item in list.Items)
            {
                WriteItem(text, item, indent);
            }
        }
        else
        {
            text.Append(' ').Append(Inline(value)).Append('\n');
        }
    }

    // The first key stands on the dash's line; the rest line up under it.
    private static void WriteItem(StringBuilder text, ConfigNode item, int indent)
    {
        text.Append(' ', indent).Append("- ");
        if (item is ConfigMapping { Entries.Count: > 0 } section)
        {
            var block = new StringBuilder();
            WriteEntries(block, section, indent + Step);
            text.Append(block, indent + Step, block.Length - indent - Step);
        }
        else
        {
            text.Append(Inline(item)).Append('\n');
        }
    }
}
