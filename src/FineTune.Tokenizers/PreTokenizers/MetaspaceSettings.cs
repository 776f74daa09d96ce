using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Metaspace as <c>tokenizer.json</c> has it, for the pre-tokenizer and the decoder of that name.</summary>
/// <param name="Replacement">The character that stands for a space.</param>
/// <param name="PrependScheme">Where it is put in front.</param>
/// <param name="Split">Whether the text is split before each.</param>
internal sealed record MetaspaceSettings(string Replacement, PrependScheme PrependScheme, bool Split)
{
    /// <summary>SentencePiece's character for a space.</summary>
    public const string Space = "▁";

    /// <summary>Reads the settings from <c>tokenizer.json</c>.</summary>
    public static MetaspaceSettings Read(JsonNode json)
    {
        var scheme = json.Choice(
            "prepend_scheme", PrependScheme.Always, s => s.ToString().ToLowerInvariant());
        // Older files say add_prefix_space instead.
        if (json.OptionalBool("add_prefix_space") == false)
        {
            if (json.Find("prepend_scheme") is not null && scheme != PrependScheme.Never)
                json.Report("'add_prefix_space' is false, but 'prepend_scheme' asks for a prefix");
            scheme = PrependScheme.Never;
        }
        return new MetaspaceSettings(json.Character("replacement"), scheme, json.Bool("split", true));
    }

    /// <summary>Writes the settings.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Metaspace");
        json.WriteString("replacement", Replacement);
        json.WriteString("prepend_scheme", PrependScheme.ToString().ToLowerInvariant());
        json.WriteBoolean("split", Split);
        json.WriteEndObject();
    }
}
