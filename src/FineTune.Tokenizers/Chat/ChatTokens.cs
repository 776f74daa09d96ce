using System.Text.Json;

namespace FineTune.Tokenizers.Chat;

/// <summary>The special tokens of a model folder that its templates see as variables, read as transformers does.</summary>
internal static class ChatTokens
{
    private const string Suffix = "_token";

    /// <summary>
    /// All keys ending in <c>_token</c> that name a token, and the named tokens of <c>extra_special_tokens</c>.
    /// </summary>
    /// <param name="config">The content of <c>tokenizer_config.json</c>.</param>
    /// <param name="map">
    /// The content of <c>special_tokens_map.json</c>. It overrules the config, but only one of the older kind: one that
    /// does not list the added tokens.
    /// </param>
    public static IReadOnlyDictionary<string, string> Read(JsonElement? config, JsonElement? map)
    {
        var tokens = new Dictionary<string, string>();
        JsonElement extra = default;
        ReadFile(config);
        if (config?.TryGetProperty("added_tokens_decoder", out _) != true)
        {
            ReadFile(map);
        }

        if (extra.ValueKind == JsonValueKind.Object)
        {
            ReadNamed(extra.EnumerateObject());
        }

        return tokens;

        void ReadFile(JsonElement? file)
        {
            if (file is not { } root)
            {
                return;
            }

            ReadNamed(root.EnumerateObject().Where(entry => entry.Name.EndsWith(Suffix, StringComparison.Ordinal)));
            if (root.TryGetProperty("extra_special_tokens", out JsonElement named) ||
                root.TryGetProperty("additional_special_tokens", out named))
            {
                extra = named;
            }
        }

        void ReadNamed(IEnumerable<JsonProperty> entries)
        {
            foreach (JsonProperty entry in entries)
            {
                if (TextOf(entry.Value) is { } token)
                {
                    tokens[entry.Name] = token;
                }
                else
                {
                    tokens.Remove(entry.Name);
                }
            }
        }
    }

    /// <summary>A token is its text, or an object with its text and how it is matched.</summary>
    private static string? TextOf(JsonElement token)
    {
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out JsonElement content))
        {
            token = content;
        }

        return token.ValueKind == JsonValueKind.String ? token.GetString() : null;
    }
}
