using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data.Tests;

/// <summary>A tokenizer of one token a byte, with the special tokens of the built-in templates.</summary>
internal static class ByteTokenizer
{
    private static readonly string[] Special =
    [
        "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
        "<start_of_turn>", "<end_of_turn>", "<|end|>",
    ];

    /// <summary>Puts BOS before texts, as Llama's does.</summary>
    public static Tokenizer WithBos { get; } = Make(putsBos: true);

    public static Tokenizer Plain { get; } = Make(putsBos: false);

    public static int Bos => Plain.TokenToId("<s>")!.Value;

    public static int Eos => Plain.TokenToId("</s>")!.Value;

    public static ChatTemplate Template(string name) => BuiltInTemplates.Find(name).Load(
        new Dictionary<string, string> { ["bos_token"] = "<s>", ["eos_token"] = "</s>" });

    /// <summary>The texts that a row learns.</summary>
    public static string[] Learned(TokenRow row, Tokenizer? tokenizer = null) =>
        [.. row.Supervised.Select(run => (tokenizer ?? Plain).Decode(row.Ids.AsSpan(run.Start, run.Length)))];

    private static Tokenizer Make(bool putsBos)
    {
        using var folder = new TempFolder();
        var vocabulary = new JsonObject();
        foreach (var character in Alphabet())
        {
            vocabulary.Add(character.ToString(), vocabulary.Count);
        }

        var added = new JsonArray();
        foreach (var token in Special)
        {
            added.Add(new JsonObject
            {
                ["id"] = vocabulary.Count + added.Count,
                ["content"] = token,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            });
        }

        var byteLevel = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = false, ["use_regex"] = false };
        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = byteLevel,
            ["post_processor"] = putsBos ? BosFrame(vocabulary.Count) : null,
            ["decoder"] = byteLevel.DeepClone(),
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray() },
        };
        folder.Write("tokenizer.json", root.ToJsonString());
        folder.Write("tokenizer_config.json", JsonSerializer.Serialize(new { bos_token = "<s>", eos_token = "</s>" }));
        return Tokenizer.Load(folder.Path);
    }

    private static JsonNode BosFrame(int bos) => JsonNode.Parse($$"""
        {"type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": "<s>", "type_id": 0} }, {"Sequence": {"id": "A", "type_id": 0} }],
         "pair": [{"Sequence": {"id": "A", "type_id": 0} }, {"Sequence": {"id": "B", "type_id": 1} }],
         "special_tokens": {"<s>": {"id": "<s>", "ids": [{{bos}}], "tokens": ["<s>"]} } }
        """)!;

    /// <summary>The characters that stand for bytes in byte-level vocabularies.</summary>
    private static IEnumerable<char> Alphabet()
    {
        var unprintable = 0;
        for (var value = 0; value < 256; value++)
        {
            yield return value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF)
                ? (char)value
                : (char)(256 + unprintable++);
        }
    }
}
