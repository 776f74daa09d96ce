using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Converts rows that hold a whole conversation in one column, whatever its messages' keys are.</summary>
internal static class ConversationRows
{
    public static readonly IReadOnlyList<string> CommonColumns =
        ["messages", "conversations", "conversation", "chat", "dialogue", "dialog"];

    /// <summary>The conversation of a file's first row; missing where there is none.</summary>
    public static Field Sample(FileColumns columns, ColumnsConfig wanted) =>
        (wanted.Messages ?? columns.FirstOf(CommonColumns)) is { } column && columns.First is { } row
            ? row[column]
            : default;

    public static RowConverter? Bind(
        IDataFormat format,
        (string Role, string Content) keys,
        FileColumns columns,
        DatasetConfig config,
        bool labelled,
        ReadingLog log)
    {
        var choice = new ColumnChoice(format, columns, config, log);
        var conversation = choice.Required("messages", config.Columns.Messages, CommonColumns);
        var system = choice.Optional("system", config.Columns.System, ["system"]);
        var tools = choice.Optional("tools", config.Columns.Tools, ["tools"]);
        choice.Note($"role = '{keys.Role}', content = '{keys.Content}'");
        if (!choice.Complete())
        {
            return null;
        }

        var reader = new MessageReader(keys.Role, keys.Content, new ChatRoles(config.Roles));
        return (row, problems) =>
        {
            var before = problems.Count;
            var messages = reader.Read(row[conversation!], conversation!, row.Origin, problems);
            if (messages is null)
            {
                return null;
            }

            ConversationCheck.Run(messages, conversation!, labelled, row.Origin, problems);
            var example = new ChatExample(row.Origin, WithSystem(messages, row[system].Text ?? config.SystemPrompt))
            {
                Tools = ToolList.Read(row[tools], tools, row.Origin, problems),
                Variables = Variables(row, problems),
            };
            return problems.Count == before ? example : null;
        };
    }

    /// <summary>The messages with a system message before them, if there is none yet and one to put there.</summary>
    public static List<ChatMessage> WithSystem(List<ChatMessage> messages, string? system)
    {
        if (!string.IsNullOrEmpty(system) && !(messages.Count > 0 && messages[0].Role == ChatRoles.System))
        {
            messages.Insert(0, ChatMessage.System(system));
        }

        return messages;
    }

    /// <summary>The template's variables of a row, as transformers calls them; none where there are none.</summary>
    private static Dictionary<string, JsonElement> Variables(DataRow row, DataProblems problems)
    {
        const string Column = "chat_template_kwargs";
        if (row[Column].Nested is { ValueKind: JsonValueKind.Object } variables)
        {
            return variables.EnumerateObject().DistinctBy(variable => variable.Name)
                .ToDictionary(variable => variable.Name, variable => variable.Value);
        }

        if (!row[Column].IsMissing)
        {
            problems.Add(DataException.WrongType(row.Origin, Column, "an object", row[Column]));
        }

        return [];
    }
}
