namespace FineTune.Tokenizers.Chat;

/// <summary>
/// A chat template that cannot be read or rendered. The message starts with <c>name:line:column</c> and shows the
/// source line where there is a place to show.
/// </summary>
public sealed class ChatTemplateException : Exception
{
    // What of a long source line is shown on each side of the place.
    private const int Context = 60;

    private ChatTemplateException(string message, string reason, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>What went wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>The template's file or name; null where the problem is not in a template's source.</summary>
    public string? TemplateName { get; private init; }

    /// <summary>1-based line in the template; 0 where there is none.</summary>
    public int Line { get; private init; }

    /// <summary>1-based column in UTF-16 code units; 0 where there is none.</summary>
    public int Column { get; private init; }

    /// <summary>The whole source line; empty where there is none.</summary>
    public string SourceLine { get; private init; } = "";

    /// <summary>Whether there is no template at all, as with base models.</summary>
    public bool IsMissing { get; private init; }

    internal static ChatTemplateException At(Jinja.SourceText source, int position, Jinja.JinjaException fault)
    {
        (int line, int column, string content) = source.Locate(position);
        string message = $"{source.Name}:{line}:{column}: {fault.Message}\n{Excerpt(content, column)}";
        return new ChatTemplateException(message, fault.Message, fault)
        {
            TemplateName = source.Name,
            Line = line,
            Column = column,
            SourceLine = content,
        };
    }

    internal static ChatTemplateException InvalidMessage(string reason) => Of(reason);

    internal static ChatTemplateException NoTemplate(string folder)
    {
        string reason = $"{folder}: no chat template: neither chat_template.jinja nor chat_template in " +
            $"tokenizer_config.json. For a base model choose a built-in one: {BuiltInNames()}.";
        return new ChatTemplateException(reason, reason) { IsMissing = true };
    }

    internal static ChatTemplateException InvalidFile(string file, string reason, Exception? inner = null) =>
        new($"{file}: {reason}", reason, inner);

    internal static ChatTemplateException UnknownName(string name, IEnumerable<string> names) => Of(
        $"there is no chat template named '{name}'; there are: {string.Join(", ", names)}");

    internal static ChatTemplateException NoDefault(IEnumerable<string> names) => Of(
        "there are several chat templates and none is named 'default'; choose one by name: " +
        string.Join(", ", names));

    internal static ChatTemplateException UnknownBuiltIn(string name) => Of(
        $"there is no built-in chat template '{name}'; there are: {BuiltInNames()}");

    internal static ChatTemplateException PromptAndContinuation() => Of(
        "AddGenerationPrompt and ContinueFinalMessage exclude each other: the first starts a new answer, the second " +
        "goes on with the last message");

    internal static ChatTemplateException NothingToContinue(string field) => Of(
        $"ContinueFinalMessage is set but the last message has no text in \"{field}\" to continue");

    internal static ChatTemplateException ContinuationLost(string template, string field) => Of(
        $"{template}: ContinueFinalMessage is set but the template does not write the last message's \"{field}\" " +
        "as it is, so there is no place to continue from");

    private static ChatTemplateException Of(string reason) => new(reason, reason);

    private static string BuiltInNames() => string.Join(", ", BuiltInTemplates.All.Select(entry => entry.Name));

    private static string Excerpt(string line, int column)
    {
        int start = Math.Max(0, column - 1 - Context);
        int end = Math.Min(line.Length, column - 1 + Context);
        return $"    {line[start..end]}\n    {new string(' ', column - 1 - start)}^";
    }
}
