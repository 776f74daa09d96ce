using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>A seeded random Llama of two layers with a tokenizer of one token a byte and a ChatML template: a whole
/// checkpoint that takes any text.</summary>
public static class TinyChat
{
    /// <summary>Longest sequence.</summary>
    public const int MaxLength = 160;

    /// <summary>The token that ends a turn.</summary>
    public const int TurnEnd = 259;

    private const string Template =
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
        + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    private static readonly string[] Special = ["<s>", "</s>", "<|im_start|>", "<|im_end|>"];

    private static int VocabSize => 256 + Special.Length;

    /// <summary>Writes the checkpoint.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="withTemplate">Whether it has a chat template.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder, bool withTemplate = true)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var tiny = TinyCheckpoint.Of("llama");
        var config = tiny.Config();
        config["vocab_size"] = VocabSize;
        config["max_position_embeddings"] = MaxLength;
        var weights = tiny.CausalWeights!();
        foreach (var name in new[] { "model.embed_tokens.weight", "lm_head.weight" })
        {
            weights[name] = randn([VocabSize, weights[name].shape[1]], float32, CPU, generator: random);
        }
        TinyBert.Write(folder, config, weights);
        File.Delete(Path.Combine(folder, "vocab.txt"));
        return WriteTokenizer(folder, withTemplate);
    }

    /// <summary>Writes the tokenizer alone.</summary>
    /// <returns>The folder.</returns>
    public static string WriteTokenizer(string folder, bool withTemplate = true)
    {
        Directory.CreateDirectory(folder);
        var byteLevel = new JsonObject
        {
            ["type"] = "ByteLevel",
            ["add_prefix_space"] = false,
            ["trim_offsets"] = false,
            ["use_regex"] = false,
        };
        var tokenizer = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. Special.Select((token, i) => Added(256 + i, token))]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = byteLevel,
            ["post_processor"] = null,
            ["decoder"] = byteLevel.DeepClone(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = new JsonObject(Alphabet().Select((c, i) => KeyValuePair.Create($"{c}", (JsonNode?)i))),
                ["merges"] = new JsonArray(),
            },
        };
        var config = new JsonObject { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };
        if (withTemplate)
        {
            config["chat_template"] = Template;
        }
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokenizer.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config.ToJsonString());
        return folder;
    }

    private static JsonNode Added(int id, string token) => JsonSerializer.SerializeToNode(new
    {
        id,
        content = token,
        single_word = false,
        lstrip = false,
        rstrip = false,
        normalized = false,
        special = true,
    })!;

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
