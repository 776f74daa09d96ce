using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>Merges as <c>tokenizer.json</c> holds them: <c>["a", "b"]</c>, or in older files <c>"a b"</c>.</summary>
internal static class MergesJson
{
    private const int MostProblems = 5;

    /// <summary>Reads the member <c>merges</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="vocabulary">The tokens that merges name.</param>
    /// <param name="prefix">What the right token of a merge loses when it is joined to the left one.</param>
    public static IReadOnlyList<(int Left, int Right, int Result)> Read(
        JsonNode model, Vocabulary vocabulary, string prefix)
    {
        var resolver = new MergeResolver(vocabulary, prefix);
        List<(int, int, int)> merges = [];
        var problems = 0;
        foreach (var item in model.Items("merges"))
        {
            if (problems == MostProblems)
                break;
            if (Sides(item) is not var (left, right))
                problems++;
            else if (resolver.TryResolve(left, right, out var merge, out var missing))
                merges.Add(merge);
            else
            {
                problems++;
                item.Report($"the merge of '{left}' and '{right}' needs the token '{missing}', which is not in the vocabulary");
            }
        }
        return merges;
    }

    /// <summary>Writes the member <c>merges</c>.</summary>
    public static void Write(
        Utf8JsonWriter json, IReadOnlyList<(int Left, int Right, int Result)> merges, Vocabulary vocabulary)
    {
        json.WriteStartArray("merges");
        foreach (var (left, right, _) in merges)
        {
            json.WriteStartArray();
            json.WriteStringValue(vocabulary.BytesOf(left));
            json.WriteStringValue(vocabulary.BytesOf(right));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static (string Left, string Right)? Sides(JsonNode item)
    {
        if (item.Element.ValueKind == JsonValueKind.Array)
        {
            var sides = item.Items().ToArray();
            if (sides.Length == 2)
                return (sides[0].AsString(), sides[1].AsString());
        }
        else if (item.AsString().Split(' ') is [var left, var right])
        {
            return (left, right);
        }
        item.Report("expected two tokens, as in [\"a\", \"b\"] or \"a b\"");
        return null;
    }
}
