using System.Text.RegularExpressions;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Two transcripts of a dialogue that differ at the end, as in Anthropic's HH-RLHF: turns begin with "Human:" and
/// "Assistant:".</summary>
internal sealed partial class HhRlhf : IDataFormat
{
    private const string Chosen = "chosen";
    private const string Rejected = "rejected";

    public string Name => "hh-rlhf";

    public string Description =>
        "'chosen' and 'rejected': whole transcripts of turns that begin with 'Human:' and 'Assistant:'; rendered as chats.";

    public DataPurpose Purpose => DataPurpose.Preference;

    public bool Recognises(FileColumns columns, DatasetConfig config, bool labelled) =>
        columns.First is { } row && row["prompt"].IsMissing
        && row[config.Columns.Chosen ?? Chosen].Text?.TrimStart().StartsWith("Human:", StringComparison.Ordinal) == true
        && row[config.Columns.Rejected ?? Rejected].Text is not null;

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var choice = new ColumnChoice(this, columns, config, log);
        var chosen = choice.Required(Chosen, config.Columns.Chosen, [Chosen]);
        var rejected = choice.Required(Rejected, config.Columns.Rejected, [Rejected]);
        if (!choice.Complete())
        {
            return null;
        }
        return (row, problems) =>
        {
            var before = problems.Count;
            var (better, worse) = (Turns(row, chosen!, problems), Turns(row, rejected!, problems));
            return problems.Count > before ? null : Pair(row.Origin, better, worse, config.SystemPrompt);
        };
    }

    private static PairExample Pair(
        RowOrigin origin, List<ChatMessage> better, List<ChatMessage> worse, string? system)
    {
        var (prompt, chosen, rejected) = PairBuilder.Split(new(null, better), new(null, worse));
        return new PairExample(origin, Answered(chosen), Answered(rejected));

        Example? Answered(AnswerPart answer) => answer.Messages is [.., { Role: ChatRoles.Assistant, Content.Length: > 0 }]
            ? PairBuilder.Answered(origin, prompt, answer, system, tools: null)
            : null;
    }

    /// <summary>The turns of a transcript; two in a row of one speaker are one.</summary>
    private static List<ChatMessage> Turns(DataRow row, string column, DataProblems problems)
    {
        var text = RowText.Required(row, column, problems);
        var starts = TurnStart().Matches(text);
        var turns = new List<ChatMessage>();
        for (var i = 0; i < starts.Count; i++)
        {
            var from = starts[i].Index + starts[i].Length;
            var said = text[from..(i + 1 < starts.Count ? starts[i + 1].Index : text.Length)].Trim();
            var role = starts[i].Groups["speaker"].Value == "Human" ? ChatRoles.User : ChatRoles.Assistant;
            if (turns.Count > 0 && turns[^1].Role == role)
            {
                turns[^1] = new ChatMessage(role, $"{turns[^1].Content}\n\n{said}".Trim());
            }
            else
            {
                turns.Add(new ChatMessage(role, said));
            }
        }
        if (turns.Count < 2 && problems.Count == 0)
        {
            problems.Add(DataException.NoTranscript(row.Origin, column));
        }
        return turns;
    }

    [GeneratedRegex(
        @"(?:^|\n\n)(?<speaker>Human|Assistant):",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TurnStart();
}
