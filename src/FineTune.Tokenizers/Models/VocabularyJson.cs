using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>Vocabularies as <c>tokenizer.json</c> holds them: an object from token to id.</summary>
internal static class VocabularyJson
{
    /// <summary>Reads the object member <paramref name="name"/>.</summary>
    public static Vocabulary Read(JsonNode model, string name)
    {
        var vocabulary = new Vocabulary();
        if (model.Require(name) is { } json && json.Is(JsonValueKind.Object))
        {
            foreach (var member in json.Element.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var id) && id >= 0)
                    vocabulary.Add(member.Name, id);
                else
                    json.Report($"the id of '{member.Name}' is {member.Value}, not a non-negative integer");
            }
            Freeze(vocabulary, json);
        }
        else
        {
            vocabulary.Freeze();
        }
        return vocabulary;
    }

    /// <summary>Builds the vocabulary's tables and notes what is wrong with it.</summary>
    public static void Freeze(Vocabulary vocabulary, JsonNode json)
    {
        foreach (var problem in vocabulary.Freeze())
            json.Report(problem);
    }

    /// <summary>Writes the vocabulary by ascending id.</summary>
    public static void Write(Utf8JsonWriter json, string name, Vocabulary vocabulary)
    {
        json.WriteStartObject(name);
        foreach (var (token, id) in vocabulary.ById())
            json.WriteNumber(token, id);
        json.WriteEndObject();
    }
}
