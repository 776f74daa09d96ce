using System.Text.Json.Nodes;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Tokenizers;

namespace FineTune.Recipes;

/// <summary><c>generation_config.json</c> of a trained model: the base model's, which ends where the training rows
/// end.</summary>
internal static class GenerationFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "generation_config.json";

    private const string EosKey = "eos_token_id";

    // An end marker may be followed by a line feed.
    private const int EndReach = 2;

    /// <summary>The file of a folder; null where it has none.</summary>
    public static JsonObject? OfFolder(string folder)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path) ? HfJson.Read(path) : null;
    }

    /// <summary>A folder's file, or a new one, with the tokens that end the rows of a data set among those that end
    /// generation.</summary>
    /// <param name="folder">The base model's folder.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="rows">The rows, which end as answers do; null where they end anywhere.</param>
    public static JsonObject For(string folder, Tokenizer tokenizer, TokenDataset? rows)
    {
        var config = OfFolder(folder) ?? New(tokenizer);
        var learned = rows is null ? [] : Learned(rows, tokenizer);
        int[] ends = [.. Ends(config[EosKey]).Concat(learned).Distinct()];
        config[EosKey] = ends switch
        {
            [] => null,
            [var only] => only,
            _ => new JsonArray([.. ends.Select(id => (JsonNode)id)]),
        };
        return config;
    }

    private static JsonObject New(Tokenizer tokenizer)
    {
        var config = new JsonObject { ["_from_model_config"] = true };
        foreach (var (key, id) in new[]
        {
            ("bos_token_id", tokenizer.BosTokenId), (EosKey, tokenizer.EosTokenId), ("pad_token_id", tokenizer.PadTokenId),
        })
        {
            if (id is not null)
            {
                config[key] = id;
            }
        }
        return config;
    }

    private static IEnumerable<int> Ends(JsonNode? value) => value switch
    {
        null => [],
        JsonArray list => list.Select(id => id!.GetValue<int>()),
        _ => [value.GetValue<int>()],
    };

    private static IEnumerable<int> Learned(TokenDataset rows, Tokenizer tokenizer) => rows.Rows
        .Where(row => !row.Cuts.HasFlag(RowCuts.Answer))
        .Select(row => row.Ids[row.Supervised[^1].Start..row.Supervised[^1].End].TakeLast(EndReach))
        .SelectMany(end => end.Reverse().Where(tokenizer.IsSpecial).Take(1))
        .Distinct();
}
