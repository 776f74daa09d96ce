using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>Vocabularies as <c>tokenizer.json</c> holds them: an object from token to id.</summary>
internal static class VocabularyJson
{
    /// <summary>Reads the object member <paramref name="name"/>.</summary>
    public static Vocabulary Read(JsonNode model, string name)
    {
        if (model.Require(name) is { } json)
            return ReadMembers(json);
        var empty = new Vocabulary();
        empty.Freeze();
        return empty;
    }

    /// <summary>Reads an object from token to id.</summary>
    public static Vocabulary ReadMembers(JsonNode json)
    {
        var vocabulary = new Vocabulary();
        if (json.Is(JsonValueKind.Object))
        {
            foreach (var member in json.Element.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var id) && id >= 0)
                    vocabulary.Add(member.Name, id);
                else
                    json.Report($"the id of '{member.Name}' is {member.Value}, not a non-negative integer");
            }
        }
        foreach (var problem in vocabulary.Freeze())
            json.Report(problem);
        return vocabulary;
    }

    /// <summary>Writes the vocabulary as the member <paramref name="name"/>.</summary>
    public static void Write(Utf8JsonWriter json, string name, Vocabulary vocabulary)
    {
        json.WritePropertyName(name);
        WriteMembers(json, vocabulary);
    }

    /// <summary>Writes an object from token to id, by ascending id.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Vocabulary vocabulary)
    {
        json.WriteStartObject();
        foreach (var (token, id) in vocabulary.ById())
            json.WriteNumber(token, id);
        json.WriteEndObject();
    }
}
