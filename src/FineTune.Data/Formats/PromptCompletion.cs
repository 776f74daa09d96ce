namespace FineTune.Data;

/// <summary>A prompt and its completion: two texts, taken as they stand, or two lists of messages.</summary>
internal sealed class PromptCompletion : IDataFormat
{
    private static readonly string[] CommonPrompts = ["prompt", "question", "query", "input", "instruction"];
    private static readonly string[] CommonCompletions = ["completion", "response", "answer", "output", "target"];

    public string Name => "prompt-completion";

    public string Description =>
        "'prompt' and 'completion': two texts, joined as they stand, or two lists of messages, rendered as a chat.";

    public DataPurpose Purpose => DataPurpose.Instruction;

    public bool Recognises(FileColumns columns, DatasetConfig config, bool labelled) =>
        config.PromptTemplate is not null
        || ((config.Columns.Prompt ?? columns.FirstOf(CommonPrompts)) is not null
            && (!labelled || (config.Columns.Completion ?? columns.FirstOf(CommonCompletions)) is not null));

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var choice = new ColumnChoice(this, columns, config, log);
        var completion = labelled ? choice.Required("completion", config.Columns.Completion, CommonCompletions) : null;
        if (config.PromptTemplate is { } text)
        {
            var template = new PromptTemplate(text);
            foreach (var column in template.Columns)
            {
                columns.Require("prompt_template", column, log.Problems);
            }

            return choice.Complete()
                ? Texts((row, problems) => template.Fill(row, problems), completion)
                : null;
        }

        var prompt = choice.Required("prompt", config.Columns.Prompt, CommonPrompts);
        if (!choice.Complete())
        {
            return null;
        }

        var sample = columns.First?[prompt!] ?? default;
        return sample.Nested is null || sample.IsCell
            ? Texts((row, problems) => RowText.Required(row, prompt!, problems), completion)
            : Chats(prompt!, completion, MessageReader.Keys(config.Columns, sample), config, labelled);
    }

    private static RowConverter Texts(Func<DataRow, DataProblems, string> prompt, string? completion)
    {
        return Convert;

        Example? Convert(DataRow row, DataProblems problems)
        {
            var before = problems.Count;
            var first = prompt(row, problems);
            var second = completion is null ? null : RowText.Answer(row, completion, problems);
            return problems.Count == before ? new PromptExample(row.Origin, first, second) : null;
        }
    }

    private static RowConverter Chats(
        string prompt, string? completion, (string Role, string Content) keys, DatasetConfig config, bool labelled)
    {
        var reader = new MessageReader(keys.Role, keys.Content, new ChatRoles(config.Roles));
        return (row, problems) =>
        {
            var before = problems.Count;
            var messages = reader.Read(row[prompt], prompt, row.Origin, problems);
            var answer = completion is null ? [] : reader.Read(row[completion], completion, row.Origin, problems);
            if (messages is null || answer is null)
            {
                return null;
            }

            ConversationRows.WithSystem(messages, config.SystemPrompt);
            var example = new ChatExample(row.Origin, [.. messages, .. answer])
            {
                PromptMessages = messages.Count,
                Tools = ToolList.Read(row["tools"], "tools", row.Origin, problems),
            };
            ConversationCheck.Run(example.Messages, $"{prompt} + {completion}", labelled, row.Origin, problems);
            return problems.Count == before ? example : null;
        };
    }
}
