using System.Text.Json;
using FineTune.Tokenizers.AddedTokens;
using FineTune.Tokenizers.Decoders;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.PostProcessors;
using FineTune.Tokenizers.PreTokenizers;

namespace FineTune.Tokenizers.Loading;

/// <summary>Reads and writes <c>tokenizer.json</c>.</summary>
internal static class TokenizerJson
{
    private const string Version = "1.0";

    /// <summary>Reads the components from the content of <paramref name="file"/>.</summary>
    public static TokenizerParts Read(string file, ReadOnlyMemory<byte> content) =>
        FileReading.Json(file, content, Read)!;

    /// <summary>Writes the components.</summary>
    public static void Write(Stream stream, TokenizerParts parts, AddedVocabulary added)
    {
        using var json = new Utf8JsonWriter(stream, JsonWriting.Indented);
        json.WriteStartObject();
        json.WriteString("version", Version);
        WriteComponent(json, "truncation", parts.Truncation is { } t ? t.Write : null);
        WriteComponent(json, "padding", parts.Padding is { } f ? f.Write : null);
        WriteAddedTokens(json, added);
        WriteComponent(json, "normalizer", parts.Normalizer is { } n ? n.Write : null);
        WriteComponent(json, "pre_tokenizer", parts.PreTokenizer is { } p ? p.Write : null);
        WriteComponent(json, "post_processor", parts.PostProcessor is { } q ? q.Write : null);
        WriteComponent(json, "decoder", parts.Decoder is { } d ? d.Write : null);
        WriteComponent(json, "model", parts.Model.Write);
        json.WriteEndObject();
    }

    private static TokenizerParts? Read(JsonNode json)
    {
        if (!json.Is(JsonValueKind.Object))
            return null;
        if (json.Find("version") is { } version && version.AsString() != Version)
            version.Report($"version '{version.AsString()}' is not known; this program reads version {Version}");
        var model = json.Require("model") is { } node ? ModelRegistry.Read(node) : null;
        var parts = new TokenizerParts
        {
            Truncation = TruncationSettings.Read(json),
            Padding = PaddingSettings.Read(json),
            Normalizer = ComponentReader.ReadOptional(NormalizerRegistry.All, json, "normalizer"),
            PreTokenizer = ComponentReader.ReadOptional(PreTokenizerRegistry.All, json, "pre_tokenizer"),
            Model = model!,
            PostProcessor = ComponentReader.ReadOptional(PostProcessorRegistry.All, json, "post_processor"),
            Decoder = ComponentReader.ReadOptional(DecoderRegistry.All, json, "decoder"),
            AddedTokens = json.Find("added_tokens") is { } tokens ? [.. tokens.Items().Select(AddedTokenJson.Read)] : [],
        };
        return parts;
    }

    private static void WriteAddedTokens(Utf8JsonWriter json, AddedVocabulary added)
    {
        json.WriteStartArray("added_tokens");
        foreach (var (id, token) in added.ById)
            AddedTokenJson.Write(json, id, token);
        json.WriteEndArray();
    }

    private static void WriteComponent(Utf8JsonWriter json, string name, Action<Utf8JsonWriter>? write)
    {
        json.WritePropertyName(name);
        if (write is null)
            json.WriteNullValue();
        else
            write(json);
    }
}
