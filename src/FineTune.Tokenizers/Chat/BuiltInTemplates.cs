namespace FineTune.Tokenizers.Chat;

/// <summary>The chat templates that come with the toolkit.</summary>
public static class BuiltInTemplates
{
    /// <summary>All of them. To add one: its source as <c>Templates/NAME.jinja</c> and a line here.</summary>
    public static IReadOnlyList<BuiltInTemplate> All { get; } =
    [
        new("chatml", "<|im_end|>"),
        new("llama2", null),
        new("llama3", "<|eot_id|>"),
        new("mistral", null),
        new("gemma", "<end_of_turn>"),
        new("phi3", "<|end|>"),
        new("qwen", "<|im_end|>"),
        new("alpaca", null),
        new("vicuna", null),
        new("zephyr", null),
    ];

    /// <summary>The template of that name.</summary>
    /// <exception cref="ChatTemplateException">There is none.</exception>
    public static BuiltInTemplate Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name) ?? throw ChatTemplateException.UnknownBuiltIn(name);
}
