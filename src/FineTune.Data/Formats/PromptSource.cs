using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Where rows of preferences have their prompts: in a column of their own, in an instruction with an input, in a
/// conversation, or, where answers hold them, nowhere.</summary>
internal sealed class PromptSource
{
    private static readonly string[] CommonPrompts = ["prompt", "question", "query"];

    private readonly DatasetConfig _config;
    private readonly AnswerReader _reader;
    private readonly string? _prompt;
    private readonly string? _conversation;
    private readonly string? _instruction;
    private readonly string _input = "input";

    /// <param name="columns">The file's columns.</param>
    /// <param name="choice">Hears what was chosen.</param>
    /// <param name="config">What the user says.</param>
    public PromptSource(FileColumns columns, ColumnChoice choice, DatasetConfig config)
    {
        (_config, _reader) = (config, new AnswerReader(config));
        var wanted = config.Columns;
        if ((wanted.Prompt ?? columns.FirstOf(CommonPrompts)) is not null)
        {
            _prompt = choice.Required("prompt", wanted.Prompt, CommonPrompts);
        }
        else if ((wanted.Messages ?? columns.FirstOf(ConversationRows.CommonColumns)) is not null)
        {
            _conversation = choice.Required("messages", wanted.Messages, ConversationRows.CommonColumns);
        }
        else if ((wanted.Instruction ?? columns.Find("instruction")) is not null)
        {
            _instruction = choice.Required("instruction", wanted.Instruction, ["instruction"]);
            _input = choice.Optional("input", wanted.Input, ["input", "context"]);
        }
    }

    /// <summary>Whether rows have prompts apart from their answers.</summary>
    public bool IsApart => _prompt is not null || _conversation is not null || _instruction is not null;

    /// <summary>A row's prompt; nothing where the row has none.</summary>
    public AnswerPart Read(DataRow row, DataProblems problems)
    {
        if (_instruction is not null)
        {
            var request = RowText.Required(row, _instruction, problems);
            var input = RowText.Optional(row, _input, problems);
            return new AnswerPart(null, [ChatMessage.User(input.Length == 0 ? request : $"{request}\n{input}")]);
        }
        return (_prompt ?? _conversation) is { } column && !row[column].IsMissing
            ? _reader.Read(row, column, problems)
            : default;
    }

    /// <summary>A row's system message; null where there is none.</summary>
    public string? System(DataRow row) => row[_config.Columns.System ?? "system"].Text ?? _config.SystemPrompt;
}
