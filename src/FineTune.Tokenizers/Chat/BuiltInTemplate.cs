namespace FineTune.Tokenizers.Chat;

/// <summary>A chat template that comes with the toolkit, for base models without one.</summary>
/// <param name="Name">Its name in a config.</param>
/// <param name="EndOfTurn">The token that ends an answer; null where it is the tokenizer's EOS token.</param>
public sealed record BuiltInTemplate(string Name, string? EndOfTurn)
{
    /// <summary>The template's source.</summary>
    public string Source
    {
        get
        {
            Stream? source = typeof(BuiltInTemplate).Assembly.GetManifestResourceStream($"Chat.Templates.{Name}.jinja");
            using var reader = new StreamReader(source!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The template, ready to render.</summary>
    /// <param name="specialTokens">Special tokens by name, such as <c>bos_token</c>; null for none.</param>
    public ChatTemplate Load(IReadOnlyDictionary<string, string>? specialTokens = null) =>
        ChatTemplate.Parse(Source, Name).WithSpecialTokens(specialTokens ?? new Dictionary<string, string>());
}
