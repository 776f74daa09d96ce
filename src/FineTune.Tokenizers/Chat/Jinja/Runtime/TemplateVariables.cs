namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The variables transformers gives a chat template.</summary>
internal sealed class TemplateVariables(
    Value messages, RenderOptions options, bool addGenerationPrompt, IReadOnlyDictionary<string, Value> specialTokens)
{
    private readonly Lazy<Value> _tools = new(() => ListOf(options.Tools), isThreadSafe: false);
    private readonly Lazy<Value> _documents = new(() => ListOf(options.Documents), isThreadSafe: false);

    /// <summary>The variable, or missing.</summary>
    public Value Find(string name) => name switch
    {
        "messages" => messages,
        "tools" => _tools.Value,
        "documents" => _documents.Value,
        "add_generation_prompt" => addGenerationPrompt,
        _ when options.Variables.TryGetValue(name, out System.Text.Json.JsonElement variable) => JsonValues.From(variable),
        _ => specialTokens.GetValueOrDefault(name),
    };

    private static Value ListOf(IReadOnlyList<System.Text.Json.JsonElement>? items) =>
        items is null ? Value.None : new PyList([.. items.Select(item => JsonValues.From(item))]);
}
