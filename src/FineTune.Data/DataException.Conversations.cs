using FineTune.Formats;

namespace FineTune.Data;

/// <content>What is wrong with conversations, pairs of answers and their templates.</content>
public sealed partial class DataException
{
    /// <summary><c>roles</c> leads to a role that there is not.</summary>
    public static DataException UnknownRoleTarget(string name, string role, IReadOnlyCollection<string> known) =>
        new($"roles: '{name}' stands for '{role}', which is none of {string.Join(", ", known)}." +
            NearestName.Suggest(role, known));

    /// <summary>An item of a conversation is no message.</summary>
    public static DataException NotAMessage(RowOrigin origin, string place, string roleKey, Field found) =>
        new($"{origin}: {place} must be an object that says under '{roleKey}' who speaks, found {found}. " +
            "If the key has another name, set columns.role and columns.content.");

    /// <summary>A message is of nobody that is known.</summary>
    public static DataException UnknownRole(RowOrigin origin, string place, string role, IEnumerable<string> known) =>
        new($"{origin}: {place} is of '{role}', which is no role that is known.{NearestName.Suggest(role, known)} " +
            $"Say what it stands for: dataset.roles: {{{role}: user}}.");

    /// <summary>The text of a function call is no call.</summary>
    public static DataException NotACall(RowOrigin origin, string place, Field found) =>
        new($"{origin}: {place} must be a call as JSON, {{\"name\": ..., \"arguments\": ...}}, or a list of them; " +
            $"found {found}.");

    /// <summary>Two turns stand in an order that a conversation does not have.</summary>
    /// <param name="origin">The row.</param>
    /// <param name="place">The second turn.</param>
    /// <param name="role">Its role.</param>
    /// <param name="last">The role of the turn before; null where it is the first.</param>
    public static DataException TurnsDoNotAlternate(RowOrigin origin, string place, string role, string? last) =>
        new(last is null
            ? $"{origin}: {place} is of '{role}', but a conversation starts with the user. Remove it, or put a " +
                "prompt before it."
            : $"{origin}: {place} is of '{role}' and follows '{last}'; user and assistant must take turns. " +
                "Merge the two, or remove one.");

    /// <summary>What is to be learned is blank.</summary>
    public static DataException EmptyAnswer(RowOrigin origin, string place) =>
        new($"{origin}: {place}, the answer, is empty: the model would learn to say nothing. " +
            "Fill it in, or remove the row.");

    /// <summary>The answers of a pair have no prompt, and nothing in common to take for one.</summary>
    public static DataException NoCommonPrompt(RowOrigin origin, string chosen, string rejected) =>
        new($"{origin}: there is no prompt, and '{chosen}' and '{rejected}' do not start with the same one. " +
            "Set columns.prompt, or mend the row.");

    /// <summary>A text that should be a dialogue is none.</summary>
    public static DataException NoTranscript(RowOrigin origin, string column) =>
        new($"{origin}: '{column}' is no transcript: no turns that begin with 'Human:' and 'Assistant:'. " +
            "Mend the row, or set dataset.format to preference.");

    /// <summary>All answers are good, or all are bad.</summary>
    public static DataException OneKind(int rows, bool desirable) =>
        new($"train: all {rows:N0} answers are {(desirable ? "desirable" : "undesirable")}; kto learns from the difference " +
            "of both kinds. Add rows of the other kind, or use task sft for good answers alone.");

    /// <summary>A conversation has no answer.</summary>
    public static DataException NoAnswer(RowOrigin origin, string column) =>
        new($"{origin}: {column} has no message of the assistant, so nothing to learn. " +
            "Add the answer, or remove the row.");

    /// <summary>A prompt template has a stray brace.</summary>
    public static DataException BadPromptTemplate(string template, int position) =>
        new($"prompt_template: '{template[position]}' at position {position + 1} has no partner, or no column " +
            "between. Write {column}; double a brace that is part of the text: {{ or }}.");

    /// <summary>A conversation needs a template that is not there.</summary>
    public static DataException NoChatTemplate(IEnumerable<string> builtIn) =>
        new("the rows are conversations, but the checkpoint has no chat template. " +
            $"Set dataset.chat_template to a .jinja file or to one of {string.Join(", ", builtIn)}.");

    /// <summary>The chat template that the config names is neither built in nor a file.</summary>
    public static DataException UnknownChatTemplate(string name, IReadOnlyCollection<string> builtIn) =>
        new($"chat_template '{name}' is neither a file nor one of {string.Join(", ", builtIn)}." +
            NearestName.Suggest(name, builtIn));

    /// <summary>The chat template does not take a row's conversation.</summary>
    public static DataException TemplateFails(RowOrigin origin, string reason) =>
        new($"{origin}: the chat template refuses this conversation: {reason}\n" +
            "Mend the row, or set dataset.chat_template to a template that takes such rows.");

    /// <summary>The chat template does not show where an answer went.</summary>
    public static DataException UntraceableAnswer(RowOrigin origin, int message, string reason) =>
        new($"{origin}: the chat template does not show which text is message {message}'s ({reason}). Set train_on: " +
            "all, or put {% generation %} and {% endgeneration %} around the answers in the template.");

    /// <summary>The chat template leaves out a part of an answer.</summary>
    public static DataException TemplateDrops(RowOrigin origin, int message, string field) =>
        new($"{origin}: the chat template leaves out '{field}' of message {message}, an answer to learn. " +
            "Set dataset.chat_template to one that writes it, or remove the row.");
}
