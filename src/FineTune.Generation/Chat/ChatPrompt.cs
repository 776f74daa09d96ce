using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Generation;

/// <summary>Conversations as prompts.</summary>
public static class ChatPrompt
{
    private static readonly RenderOptions Asking = new() { AddGenerationPrompt = true, TrackSpans = false };

    /// <summary>The tokens of a conversation, up to where the answer begins.</summary>
    /// <exception cref="ChatTemplateException">The template refuses the conversation.</exception>
    public static int[] Encode(IReadOnlyList<ChatMessage> messages, ChatTemplate template, Tokenizer tokenizer) =>
        // The template writes the special tokens itself.
        tokenizer.EncodeToIds(template.Render(messages, Asking).Text, addSpecialTokens: false);

    /// <summary>Adds the special token with which the template ends an answer to the tokens that end a text: a base
    /// model's own settings do not name it.</summary>
    public static GenerationConfig WithTurnEnd(GenerationConfig config, ChatTemplate template, Tokenizer tokenizer)
    {
        var ids = tokenizer.EncodeToIds(TurnEnd(template), addSpecialTokens: false);
        return ids.Length > 0 && tokenizer.IsSpecial(ids[0]) && !config.EosTokenIds.Contains(ids[0])
            ? config with { EosTokenIds = [.. config.EosTokenIds, ids[0]] }
            : config;
    }

    private static string TurnEnd(ChatTemplate template)
    {
        try
        {
            var rendered = template.Render([ChatMessage.User("Hello."), ChatMessage.Assistant("Hello.")]);
            return rendered.Turns[^1].EndMarker is { } end ? rendered.TextOf(end).TrimStart() : "";
        }
        catch (ChatTemplateException)
        {
            // A template that wants something else, such as tools, says nothing of its turns' end here.
            return "";
        }
    }
}
