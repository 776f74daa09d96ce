using System.Text.Json;
using FineTune.Data;
using FineTune.Tokenizers.Chat;

namespace FineTune.Recipes;

/// <summary>Reads prompts: a text a line, or rows with a column of texts or of conversations.</summary>
internal static class PromptFile
{
    private const string MessagesColumn = "messages";

    // First found, first taken.
    private static readonly string[] TextColumns = ["prompt", "text", "instruction", "question", "input"];

    /// <summary>Reads a file of any kind that data is read from.</summary>
    /// <exception cref="DataException">It cannot be used; every bad row is told.</exception>
    public static IReadOnlyList<PromptRow> Read(string path)
    {
        var problems = new DataProblems();
        var prompts = new List<PromptRow>();
        foreach (var row in ReaderRegistry.For(path).Read(path, problems))
        {
            if (Prompt(row, problems) is { } prompt)
            {
                prompts.Add(prompt);
            }
        }
        problems.ThrowIfAny();
        return prompts.Count > 0 ? prompts : throw DataException.Empty(path);
    }

    private static PromptRow? Prompt(DataRow row, DataProblems problems)
    {
        if (row.Columns.Contains(MessagesColumn))
        {
            return Conversation(row, problems);
        }
        if (Array.Find(TextColumns, row.Columns.Contains) is not { } column)
        {
            problems.Add(DataException.NoColumnFor(
                row.Origin.ToString(), "a prompt", row.Columns.ToList(), [MessagesColumn, .. TextColumns]));
            return null;
        }
        if (row[column].Text is { } text)
        {
            return PromptRow.Of(row.Origin, text);
        }
        problems.Add(row[column].IsMissing
            ? DataException.MissingValue(row.Origin, column)
            : DataException.WrongType(row.Origin, column, "a text", row[column]));
        return null;
    }

    private static PromptRow? Conversation(DataRow row, DataProblems problems)
    {
        var value = row[MessagesColumn];
        if (value.Nested is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            problems.Add(DataException.WrongType(row.Origin, MessagesColumn, "a list of messages", value));
            return null;
        }
        var messages = new List<ChatMessage>();
        foreach (var item in list.EnumerateArray())
        {
            try
            {
                messages.Add(ChatMessage.FromJson(item));
            }
            catch (ChatTemplateException)
            {
                problems.Add(DataException.NotAMessage(
                    row.Origin, $"{MessagesColumn}[{messages.Count}]", "role", Field.OfJson(item)));
                return null;
            }
        }
        return new PromptRow(row.Origin, Text: null, messages);
    }
}
