using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>The conversations and expectations of <c>tests/goldens/chat</c>.</summary>
internal static class ChatGoldens
{
    private static readonly Dictionary<string, JsonElement> Conversations = Parse("conversations.json").EnumerateObject()
        .ToDictionary(entry => entry.Name, entry => entry.Value);

    /// <summary>The names of all conversations.</summary>
    public static IEnumerable<string> Names => Conversations.Keys;

    /// <summary>The special tokens the expectations were made with.</summary>
    public static IReadOnlyDictionary<string, string> Tokens { get; } = new Dictionary<string, string>
    {
        ["bos_token"] = "<s>",
        ["eos_token"] = "</s>",
        ["pad_token"] = "<pad>",
        ["unk_token"] = "<unk>",
    };

    /// <summary>The first line of a file of expectations: versions and what all rows share.</summary>
    public static JsonElement Head(string file) => ParseLine(File.ReadLines(PathOf(file)).First());

    /// <summary>The rows of a file of expectations, without its head.</summary>
    public static IEnumerable<JsonElement> Rows(string file) => File.ReadLines(PathOf(file)).Skip(1).Select(ParseLine);

    /// <summary>The messages of a conversation.</summary>
    public static ChatMessage[] Messages(string conversation) =>
        [.. Conversations[conversation].GetProperty("messages").EnumerateArray().Select(ChatMessage.FromJson)];

    /// <summary>What else a conversation gives the template.</summary>
    public static RenderOptions Options(string conversation)
    {
        JsonElement json = Conversations[conversation];
        return new RenderOptions
        {
            AddGenerationPrompt = IsSet("add_generation_prompt"),
            ContinueFinalMessage = IsSet("continue_final_message"),
            Tools = Items("tools"),
            Documents = Items("documents"),
            Variables = json.TryGetProperty("variables", out JsonElement variables)
                ? variables.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value)
                : [],
            Clock = new FixedClock(),
        };

        bool IsSet(string name) => json.TryGetProperty(name, out JsonElement flag) && flag.GetBoolean();

        JsonElement[]? Items(string name) =>
            json.TryGetProperty(name, out JsonElement items) ? [.. items.EnumerateArray()] : null;
    }

    private static JsonElement Parse(string file) => ParseLine(File.ReadAllText(PathOf(file)));

    private static JsonElement ParseLine(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static string PathOf(string file) => Repository.File("tests", "goldens", "chat", file);
}
