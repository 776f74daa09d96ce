using System.Text.Json;

namespace FineTune.Tokenizers.Json;

/// <summary>Shorthands for writing components.</summary>
internal static class JsonWriting
{
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
