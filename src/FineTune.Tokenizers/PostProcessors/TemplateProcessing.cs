using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary>Special tokens around the sequences as a template says, one template for a single text and one for a pair.</summary>
internal sealed class TemplateProcessing(
    IReadOnlyList<TemplatePiece> single,
    IReadOnlyList<TemplatePiece> pair,
    IReadOnlyDictionary<string, IReadOnlyList<SpecialToken>> specialTokens) : IPostProcessor
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static TemplateProcessing Read(JsonNode json)
    {
        Dictionary<string, IReadOnlyList<SpecialToken>> specialTokens = [];
        foreach (var member in json.Require("special_tokens")?.Members() ?? [])
            specialTokens[member.Name] = ReadTokens(member);
        return new TemplateProcessing(
            ReadTemplate(json, "single", specialTokens), ReadTemplate(json, "pair", specialTokens), specialTokens);
    }

    /// <summary>
    /// A processor from templates as they are written down: <c>$A</c> and <c>$B</c> for the texts, anything else a token,
    /// a type id behind a colon. The tokens have no ids before <see cref="WithIds"/>.
    /// </summary>
    public static TemplateProcessing Of(string single, string pair)
    {
        Dictionary<string, IReadOnlyList<SpecialToken>> tokens = [];
        List<TemplatePiece> Parse(string template)
        {
            List<TemplatePiece> pieces = [];
            foreach (var item in template.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var colon = item.LastIndexOf(':');
                var (name, typeId) = (item[..colon], item[colon + 1] - '0');
                if (name is "$A" or "$B")
                {
                    pieces.Add(new TemplatePiece(null, name == "$B", typeId));
                    continue;
                }
                tokens[name] = [new SpecialToken(name, Id: 0)];
                pieces.Add(new TemplatePiece(name, false, typeId));
            }
            return pieces;
        }
        return new TemplateProcessing(Parse(single), Parse(pair), tokens);
    }

    /// <inheritdoc/>
    public List<List<PlanStep>> Arrange(List<List<PlanStep>> parts, bool addSpecialTokens)
    {
        List<List<PlanStep>> arranged = [];
        foreach (var piece in parts.Count == 1 ? single : pair)
        {
            if (piece.Name is null)
                arranged.Add([.. parts[piece.IsSecond ? 1 : 0].Select(step => step with { TypeId = piece.TypeId })]);
            else if (addSpecialTokens)
                arranged.Add([.. specialTokens[piece.Name].Select(token => token.Step(piece.TypeId))]);
        }
        return arranged;
    }

    /// <inheritdoc/>
    public IPostProcessor WithIds(Func<string, int> idOf) => new TemplateProcessing(
        single,
        pair,
        specialTokens.ToDictionary(t => t.Key, IReadOnlyList<SpecialToken> (t) => [.. t.Value.Select(s => s.WithId(idOf))]));

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "TemplateProcessing");
        WriteTemplate(json, "single", single);
        WriteTemplate(json, "pair", pair);
        json.WriteStartObject("special_tokens");
        foreach (var (name, tokens) in specialTokens.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(name);
            json.WriteString("id", name);
            json.WriteStartArray("ids");
            foreach (var token in tokens)
                json.WriteNumberValue(token.Id);
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            foreach (var token in tokens)
                json.WriteStringValue(token.Token);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IReadOnlyList<SpecialToken> ReadTokens(JsonNode json)
    {
        var ids = json.Items("ids").Select(id => id.AsInt()).ToArray();
        var tokens = json.Items("tokens").Select(token => token.AsString()).ToArray();
        if (ids.Length != tokens.Length)
            json.Report($"{ids.Length} ids but {tokens.Length} tokens");
        return [.. tokens.Zip(ids, (token, id) => new SpecialToken(token, id))];
    }

    private static List<TemplatePiece> ReadTemplate(
        JsonNode json, string name, Dictionary<string, IReadOnlyList<SpecialToken>> specialTokens)
    {
        List<TemplatePiece> template = [];
        foreach (var item in json.Items(name))
        {
            if (item.Find("Sequence") is { } sequence)
                template.Add(new TemplatePiece(null, sequence.String("id") == "B", sequence.Int("type_id")));
            else if (item.Require("SpecialToken") is { } special)
                template.Add(new TemplatePiece(Known(special, specialTokens), false, special.Int("type_id")));
        }
        if (name == "single" && template.Exists(p => p.Name is null && p.IsSecond))
            json.Report("the template 'single' uses sequence B, which a single text does not have");
        return template;
    }

    private static string Known(JsonNode special, Dictionary<string, IReadOnlyList<SpecialToken>> specialTokens)
    {
        var id = special.String("id");
        if (!specialTokens.ContainsKey(id))
            special.Report($"'{id}' is not among special_tokens{Nearest.Hint(id, specialTokens.Keys)}");
        return id;
    }

    private static void WriteTemplate(Utf8JsonWriter json, string name, IReadOnlyList<TemplatePiece> template)
    {
        json.WriteStartArray(name);
        foreach (var piece in template)
        {
            json.WriteStartObject();
            json.WriteStartObject(piece.Name is null ? "Sequence" : "SpecialToken");
            json.WriteString("id", piece.Name ?? (piece.IsSecond ? "B" : "A"));
            json.WriteNumber("type_id", piece.TypeId);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
