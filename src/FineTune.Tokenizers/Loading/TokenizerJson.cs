using System.Text.Encodings.Web;
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

    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the components from the content of <paramref name="file"/>.</summary>
    public static TokenizerParts Read(string file, ReadOnlyMemory<byte> content) =>
        FileReading.Json(file, content, Read)!;

    /// <summary>Writes the components.</summary>
    public static void Write(Stream stream, TokenizerParts parts, AddedVocabulary added)
    {
        using var json = new Utf8JsonWriter(stream, Indented);
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteNull("truncation");
        json.WriteNull("padding");
        WriteAddedTokens(json, added);
        WriteComponent(json, "normalizer", parts.Normalizer, parts.Normalizer is { } n ? n.Write : null);
        WriteComponent(json, "pre_tokenizer", parts.PreTokenizer, parts.PreTokenizer is { } p ? p.Write : null);
        WriteComponent(json, "post_processor", parts.PostProcessor, parts.PostProcessor is { } q ? q.Write : null);
        WriteComponent(json, "decoder", parts.Decoder, parts.Decoder is { } d ? d.Write : null);
        WriteComponent(json, "model", parts.Model, parts.Model.Write);
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
            Normalizer = ComponentReader.ReadOptional(NormalizerRegistry.All, json, "normalizer"),
            PreTokenizer = ComponentReader.ReadOptional(PreTokenizerRegistry.All, json, "pre_tokenizer"),
            Model = model!,
            PostProcessor = ComponentReader.ReadOptional(PostProcessorRegistry.All, json, "post_processor"),
            Decoder = ComponentReader.ReadOptional(DecoderRegistry.All, json, "decoder"),
            AddedTokens = json.Find("added_tokens") is { } tokens ? [.. tokens.Items().Select(ReadAddedToken)] : [],
        };
        return parts;
    }

    private static AddedToken ReadAddedToken(JsonNode json) => new()
    {
        Content = json.String("content"),
        SingleWord = json.Bool("single_word", false),
        LStrip = json.Bool("lstrip", false),
        RStrip = json.Bool("rstrip", false),
        Normalized = json.Bool("normalized", true),
        Special = json.Bool("special", false),
    };

    private static void WriteAddedTokens(Utf8JsonWriter json, AddedVocabulary added)
    {
        json.WriteStartArray("added_tokens");
        foreach (var (id, token) in added.ById)
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
        json.WriteEndArray();
    }

    private static void WriteComponent(Utf8JsonWriter json, string name, object? component, Action<Utf8JsonWriter>? write)
    {
        if (component is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WritePropertyName(name);
        write!(json);
    }
}
