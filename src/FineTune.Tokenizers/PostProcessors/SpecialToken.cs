using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary>A special token as the simple post-processors hold it: <c>["[SEP]", 102]</c>.</summary>
internal readonly record struct SpecialToken(string Token, int Id)
{
    /// <summary>Reads the pair member <paramref name="name"/>.</summary>
    public static SpecialToken Read(JsonNode json, string name)
    {
        if (json.Require(name) is not { } pair)
            return default;
        var items = pair.Items().ToArray();
        if (items.Length == 2)
            return new SpecialToken(items[0].AsString(), items[1].AsInt());
        pair.Report("expected a token and its id, as in [\"[SEP]\", 102]");
        return default;
    }

    /// <summary>Writes the pair member <paramref name="name"/>.</summary>
    public void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(Token);
        json.WriteNumberValue(Id);
        json.WriteEndArray();
    }

    /// <summary>The same token with the id that <paramref name="idOf"/> gives it.</summary>
    public SpecialToken WithId(Func<string, int> idOf) => this with { Id = idOf(Token) };

    /// <summary>The step that puts this token into a plan.</summary>
    public PlanStep Step(int typeId) => PlanStep.Special(Token, Id, typeId);
}
