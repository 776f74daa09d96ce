using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Loading;

/// <summary>Added tokens as the files write them: an object with the token's properties, or just its text.</summary>
internal static class AddedTokenJson
{
    /// <summary>Reads an entry of <c>added_tokens</c>.</summary>
    public static AddedToken Read(JsonNode json) => new()
    {
        Content = json.String("content"),
        SingleWord = json.Bool("single_word", false),
        LStrip = json.Bool("lstrip", false),
        RStrip = json.Bool("rstrip", false),
        Normalized = json.Bool("normalized", true),
        Special = json.Bool("special", false),
    };

    /// <summary>Reads a token that plays a part and so is special, whatever its entry says.</summary>
    public static AddedToken ReadSpecial(JsonNode json) => json.Element.ValueKind == JsonValueKind.Object
        ? Read(json) with { Special = true }
        : new AddedToken { Content = json.AsString(), Special = true };

    /// <summary>Writes an entry of <c>added_tokens</c>.</summary>
    public static void Write(Utf8JsonWriter json, int id, AddedToken token)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("content", token.Content);
        json.WriteBoolean("single_word", token.SingleWord);
        json.WriteBoolean("lstrip", token.LStrip);
        json.WriteBoolean("rstrip", token.RStrip);
        json.WriteBoolean("normalized", token.Normalized);
        json.WriteBoolean("special", token.Special);
        json.WriteEndObject();
    }
}
