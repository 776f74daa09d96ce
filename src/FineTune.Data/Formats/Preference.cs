namespace FineTune.Data;

/// <summary>A better and a worse answer, with or without a prompt of their own: texts or messages, as TRL and LLaMA-Factory
/// have them.</summary>
internal sealed class Preference : IDataFormat
{
    private static readonly string[] CommonChosen = ["chosen", "preferred", "chosen_response"];
    private static readonly string[] CommonRejected = ["rejected", "dispreferred", "rejected_response"];
    private static readonly string[] CommonMargins = ["margin"];

    public string Name => "preference";

    public string Description =>
        "'chosen' and 'rejected', texts or messages, with a 'prompt', an 'instruction', a conversation, or what both " +
        "start with.";

    public DataPurpose Purpose => DataPurpose.Preference;

    public bool Recognises(FileColumns columns, DatasetConfig config, bool labelled) =>
        (config.Columns.Chosen ?? columns.FirstOf(CommonChosen)) is not null
        && (config.Columns.Rejected ?? columns.FirstOf(CommonRejected)) is not null;

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var choice = new ColumnChoice(this, columns, config, log);
        var chosen = choice.Required("chosen", config.Columns.Chosen, CommonChosen);
        var rejected = choice.Required("rejected", config.Columns.Rejected, CommonRejected);
        var margin = choice.Optional("margin", config.Columns.Margin, CommonMargins);
        var prompts = new PromptSource(columns, choice, config);
        if (!choice.Complete())
        {
            return null;
        }
        var reader = new AnswerReader(config);
        return (row, problems) =>
        {
            var before = problems.Count;
            var prompt = prompts.Read(row, problems);
            var (better, worse) = (reader.Read(row, chosen!, problems), reader.Read(row, rejected!, problems));
            var by = Margin(row, margin, problems);
            if (problems.Count > before)
            {
                return null;
            }
            if (HoldsPrompt(prompt, better) && HoldsPrompt(prompt, worse))
            {
                (prompt, better, worse) = PairBuilder.Split(better, worse);
                if (prompt is { Text: "" } or { Messages.Count: 0 })
                {
                    problems.Add(DataException.NoCommonPrompt(row.Origin, chosen!, rejected!));
                    return null;
                }
            }
            var tools = ToolList.Read(row["tools"], "tools", row.Origin, problems);
            var example = new PairExample(row.Origin, Answered(better), Answered(worse)) { Margin = by };
            return problems.Count == before ? example : null;

            Example? Answered(AnswerPart answer)
            {
                var whole = PairBuilder.Answered(row.Origin, prompt, answer, prompts.System(row), tools);
                if (whole is ChatExample chat)
                {
                    ConversationCheck.Run(chat.Messages, $"{chosen} / {rejected}", labelled: true, row.Origin, problems);
                }
                return whole;
            }
        };
    }

    /// <summary>Whether an answer is a whole conversation, as it must be without a prompt and may be with one.</summary>
    private static bool HoldsPrompt(AnswerPart prompt, AnswerPart answer) =>
        prompt.IsNothing || answer.Messages is [{ Role: ChatRoles.User or ChatRoles.System }, ..];

    private static double? Margin(DataRow row, string column, DataProblems problems)
    {
        var field = row[column];
        if (field.IsMissing)
        {
            return null;
        }
        if (RawLabel.TryRead(field) is { } && double.TryParse(
            field.ToString().Trim('"'), System.Globalization.CultureInfo.InvariantCulture, out var margin))
        {
            return margin;
        }
        problems.Add(DataException.WrongType(row.Origin, column, "a number", field));
        return null;
    }
}
