using System.Text.Json;

namespace FineTune.Data;

/// <summary>Reads prompts and answers out of rows: texts, single messages or lists of them.</summary>
/// <param name="config">Names of keys and roles.</param>
internal sealed class AnswerReader(DatasetConfig config)
{
    private readonly ChatRoles _roles = new(config.Roles);

    /// <summary>What a column holds; what is wrong, or missing, is added to the problems and gives nothing.</summary>
    public AnswerPart Read(DataRow row, string column, DataProblems problems)
    {
        var field = row[column];
        if (field.IsMissing)
        {
            problems.Add(DataException.EmptyAnswer(row.Origin, column));
            return default;
        }
        if (field.Nested is { } nested && !(field.Text is not null && !LooksLikeMessages(nested)))
        {
            return Messages(row.Origin, column, nested, problems);
        }
        return new AnswerPart(RowText.Answer(row, column, problems), null);
    }

    private static bool LooksLikeMessages(JsonElement nested) =>
        nested.ValueKind == JsonValueKind.Array && nested.GetArrayLength() > 0
        && nested[0].ValueKind == JsonValueKind.Object;

    private AnswerPart Messages(RowOrigin origin, string column, JsonElement nested, DataProblems problems)
    {
        // LLaMA-Factory gives a single message where TRL gives a list.
        var list = nested.ValueKind == JsonValueKind.Object ? ListOf(nested) : Field.OfJson(nested);
        var (role, content) = MessageReader.Keys(config.Columns, list);
        var messages = new MessageReader(role, content, _roles).Read(list, column, origin, problems);
        return new AnswerPart(null, messages);
    }

    private static Field ListOf(JsonElement item)
    {
        using var document = JsonDocument.Parse($"[{item.GetRawText()}]");
        return Field.OfJson(document.RootElement.Clone());
    }
}
