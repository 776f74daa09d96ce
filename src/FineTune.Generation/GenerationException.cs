namespace FineTune.Generation;

/// <summary>Text cannot be generated as asked. The message says what to change.</summary>
public sealed class GenerationException : Exception
{
    private GenerationException(string message)
        : base(message)
    {
    }

    /// <summary>Settings cannot be.</summary>
    public static GenerationException BadSettings(IReadOnlyList<string> problems) =>
        new(problems is [var one] ? one : $"{problems.Count} problems:\n  - {string.Join("\n  - ", problems)}");

    /// <summary>A prompt has no text.</summary>
    /// <param name="prompt">What it is called.</param>
    public static GenerationException EmptyPrompt(string prompt) =>
        new($"{prompt}: the prompt is empty, so there is nothing to go on from\n  fix: give it at least one character");

    /// <summary>A prompt leaves no room to generate.</summary>
    /// <param name="prompt">What it is called.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="limit">What bounds it, with its value.</param>
    public static GenerationException PromptTooLong(string prompt, int tokens, string limit) =>
        new($"{prompt}: the prompt has {tokens} tokens, which leaves no room for a text: {limit}"
            + "\n  fix: shorten the prompt");

    /// <summary>A prompt holds a token that the model does not have.</summary>
    public static GenerationException UnknownToken(string prompt, int id, int vocabSize) =>
        new($"{prompt}: the prompt has the token id {id}, but the model knows only 0 to {vocabSize - 1}"
            + "\n  fix: use the tokenizer that the model was trained with");

    /// <summary>The model's scores are no numbers.</summary>
    /// <param name="prompt">The prompt's number, from 0.</param>
    /// <param name="generated">Tokens generated before.</param>
    public static GenerationException NoFiniteScore(int prompt, int generated) =>
        new($"prompt {prompt + 1}: after {generated} tokens no token is left to choose: the model's weights are damaged "
            + "or its training diverged, or every token is forbidden by the settings");

    /// <summary>The tokenizer has no chat template.</summary>
    public static GenerationException NoChatTemplate(string folder) =>
        new($"{folder} has no chat template, so prompts cannot be put as a conversation"
            + "\n  fix: use --raw to have the text go on, or add chat_template.jinja beside the tokenizer");
}
