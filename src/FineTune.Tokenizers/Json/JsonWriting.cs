using System.Text.Encodings.Web;
using System.Text.Json;

namespace FineTune.Tokenizers.Json;

/// <summary>Shorthands for writing components.</summary>
internal static class JsonWriting
{
    /// <summary>On one line, with everything but what JSON forbids written as it is.</summary>
    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same on many lines.</summary>
    public static JsonWriterOptions Indented { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Writes a component that has nothing but its type.</summary>
    public static void WriteTypeOnly(this Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    /// <summary>Writes a string member, or null.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            json.WriteNull(name);
        else
            json.WriteString(name, value);
    }
}
