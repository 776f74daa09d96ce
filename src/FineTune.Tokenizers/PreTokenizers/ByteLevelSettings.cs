using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>ByteLevel as <c>tokenizer.json</c> has it, for the pre-tokenizer, post-processor and decoder of that name.</summary>
/// <param name="AddPrefixSpace">Whether a text that does not begin with a space is given one.</param>
/// <param name="TrimOffsets">Whether offsets leave out the spaces at a token's ends.</param>
/// <param name="UseRegex">Whether the text is split with GPT-2's pattern.</param>
internal sealed record ByteLevelSettings(bool AddPrefixSpace, bool TrimOffsets, bool UseRegex)
{
    /// <summary>Reads the settings from <c>tokenizer.json</c>.</summary>
    public static ByteLevelSettings Read(JsonNode json) => new(
        json.Bool("add_prefix_space", true), json.Bool("trim_offsets", true), json.Bool("use_regex", true));

    /// <summary>Writes the settings.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", AddPrefixSpace);
        json.WriteBoolean("trim_offsets", TrimOffsets);
        json.WriteBoolean("use_regex", UseRegex);
        json.WriteEndObject();
    }
}
