using System.Text.Json;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The variables transformers gives a chat template.</summary>
internal sealed class TemplateVariables(
    Value messages, RenderOptions options, bool addGenerationPrompt, IReadOnlyDictionary<string, Value> specialTokens)
{
    private Value _tools;
    private Value _documents;

    /// <summary>The variable, or missing.</summary>
    public Value Find(string name)
    {
        switch (name)
        {
            case "messages":
                return messages;
            case "add_generation_prompt":
                return addGenerationPrompt;
            case "tools":
                return _tools = _tools.IsMissing ? ListOf(options.Tools) : _tools;
            case "documents":
                return _documents = _documents.IsMissing ? ListOf(options.Documents) : _documents;
            default:
                return options.Variables.TryGetValue(name, out JsonElement variable)
                    ? JsonValues.From(variable)
                    : specialTokens.GetValueOrDefault(name);
        }
    }

    private static Value ListOf(IReadOnlyList<JsonElement>? items) =>
        items is null ? Value.None : new PyList([.. items.Select(item => JsonValues.From(item))]);
}
