using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>A prompt, an answer, and whether it is a good one: TRL's unpaired preferences, and LLaMA-Factory's rows with
/// <c>kto_tag</c>.</summary>
internal sealed class Judged : IDataFormat
{
    private static readonly string[] CommonLabels = ["label", "kto_tag", "desirable"];
    private static readonly string[] CommonCompletions = ["completion", "response", "answer", "output"];

    public string Name => "kto";

    public string Description =>
        "'label', true or false, with 'prompt' and 'completion', texts or messages, or with a conversation that ends in " +
        "the answer.";

    public DataPurpose Purpose => DataPurpose.Judgement;

    public bool Recognises(FileColumns columns, DatasetConfig config, bool labelled) =>
        (config.Columns.Label ?? columns.FirstOf(CommonLabels)) is not null;

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var wanted = config.Columns;
        var choice = new ColumnChoice(this, columns, config, log);
        var label = choice.Required("label", wanted.Label, CommonLabels);
        var hasAnswer = (wanted.Completion ?? columns.FirstOf(CommonCompletions)) is not null;
        var completion = hasAnswer ? choice.Required("completion", wanted.Completion, CommonCompletions) : null;
        var prompts = new PromptSource(columns, choice, config);
        if (!hasAnswer && !prompts.IsApart)
        {
            choice.Required("completion", wanted.Completion, CommonCompletions);
        }
        if (!choice.Complete())
        {
            return null;
        }
        var reader = new AnswerReader(config);
        return (row, problems) =>
        {
            var before = problems.Count;
            var desirable = Label(row, label!, problems);
            var prompt = prompts.Read(row, problems);
            var answer = completion is null ? default : reader.Read(row, completion, problems);
            if (problems.Count > before)
            {
                return null;
            }
            if (answer.IsNothing)
            {
                (prompt, answer) = LastTurn(prompt);
            }
            var whole = PairBuilder.Answered(row.Origin, prompt, answer, prompts.System(row), tools: null);
            if (whole is ChatExample chat)
            {
                ConversationCheck.Run(chat.Messages, "the conversation", labelled: true, row.Origin, problems);
            }
            return problems.Count == before ? new JudgedExample(row.Origin, whole, desirable) : null;
        };
    }

    private static (AnswerPart Prompt, AnswerPart Answer) LastTurn(AnswerPart conversation)
    {
        var messages = conversation.As(said => ChatMessage.User(said));
        return (new(null, [.. messages.SkipLast(1)]), new(null, [.. messages.TakeLast(1)]));
    }

    private static bool Label(DataRow row, string column, DataProblems problems)
    {
        var field = row[column];
        switch (field.Kind, field.Text?.ToLowerInvariant())
        {
            case (JsonValueKind.True, _) or (_, "true" or "1"):
                return true;
            case (JsonValueKind.False, _) or (_, "false" or "0"):
                return false;
            default:
                problems.Add(field.IsMissing
                    ? DataException.MissingValue(row.Origin, column)
                    : DataException.WrongType(row.Origin, column, "true or false", field));
                return false;
        }
    }
}
