using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>An instruction, perhaps with an input and with earlier turns, and its answer.</summary>
internal sealed class Alpaca : IDataFormat
{
    private const string HistoryShape = "a list of [instruction, answer] pairs";

    private static readonly string[] CommonInstructions = ["instruction"];
    private static readonly string[] CommonOutputs = ["output", "response", "answer", "completion"];

    public string Name => "alpaca";

    public string Description =>
        "'instruction', 'input' and 'output', with 'system' and 'history'; rendered as a chat.";

    public DataPurpose Purpose => DataPurpose.Instruction;

    public bool Recognises(FileColumns columns, DatasetConfig config, bool labelled) =>
        config.PromptTemplate is null
        && (config.Columns.Instruction ?? columns.FirstOf(CommonInstructions)) is not null;

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var wanted = config.Columns;
        var choice = new ColumnChoice(this, columns, config, log);
        var instruction = choice.Required("instruction", wanted.Instruction, CommonInstructions);
        var output = labelled ? choice.Required("output", wanted.Output, CommonOutputs) : null;
        var input = choice.Optional("input", wanted.Input, ["input", "context"]);
        var system = choice.Optional("system", wanted.System, ["system"]);
        var history = choice.Optional("history", wanted.History, ["history"]);
        if (!choice.Complete())
        {
            return null;
        }

        return (row, problems) =>
        {
            var before = problems.Count;
            var messages = History(row, history, problems);
            messages.Add(ChatMessage.User(Request(row, instruction!, input, problems)));
            var prompt = ConversationRows.WithSystem(messages, row[system].Text ?? config.SystemPrompt).Count;
            if (output is not null)
            {
                messages.Add(ChatMessage.Assistant(RowText.Answer(row, output, problems)));
            }

            return problems.Count == before ? new ChatExample(row.Origin, messages) { PromptMessages = prompt } : null;
        };
    }

    private static string Request(DataRow row, string instruction, string input, DataProblems problems)
    {
        var (first, second) = (RowText.Required(row, instruction, problems), RowText.Optional(row, input, problems));
        return first.Length == 0 ? second : second.Length == 0 ? first : $"{first}\n{second}";
    }

    private static List<ChatMessage> History(DataRow row, string column, DataProblems problems)
    {
        var messages = new List<ChatMessage>();
        if (row[column].IsMissing)
        {
            return messages;
        }

        if (row[column].Nested is not { ValueKind: JsonValueKind.Array } turns)
        {
            problems.Add(DataException.WrongType(row.Origin, column, HistoryShape, row[column]));
            return messages;
        }

        foreach (var turn in turns.EnumerateArray())
        {
            if (turn.ValueKind != JsonValueKind.Array || turn.GetArrayLength() != 2
                || turn.EnumerateArray().Any(text => text.ValueKind != JsonValueKind.String))
            {
                problems.Add(DataException.WrongType(row.Origin, column, HistoryShape, Field.OfJson(turn)));
                break;
            }

            messages.Add(ChatMessage.User(turn[0].GetString()!));
            messages.Add(ChatMessage.Assistant(turn[1].GetString()!));
        }

        return messages;
    }
}
