using System.Text.Json.Nodes;
using FineTune.Tokenizers;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A tokenizer from vocabulary files: texts, pairs cut and filled up, batches, and decoding.</summary>
internal sealed class TokenizerCheck : IGoldenCheck
{
    public bool Handles(GoldenCase golden) => golden.Text("class")?.Contains("Tokenizer", StringComparison.Ordinal) ?? false;

    public void Run(GoldenCase golden)
    {
        var tokenizer = Tokenizer.Load(golden.Folder);
        foreach (var encoding in golden.Expected["encodings"]!.AsArray())
        {
            CheckText(tokenizer, encoding!);
        }
        foreach (var pair in golden.Expected["pairs"]!.AsArray())
        {
            CheckPair(tokenizer, pair!);
        }
        CheckBatch(tokenizer, golden);
    }

    private static void CheckText(Tokenizer tokenizer, JsonNode expected)
    {
        var text = expected["text"]!.GetValue<string>();
        var ids = Numbers(expected["input_ids"]!);
        var encoding = tokenizer.Encode(text);
        Assert.Equal(ids, encoding.Ids);
        Assert.Equal(ids, tokenizer.EncodeToIds(text));
        Assert.Equal(ids.Length, tokenizer.CountTokens(text));

        // The reference's Python tokenizers list the tokens without the special ones around them, unknown ones as they
        // were written, and an added one without the space that it takes in.
        string[] tokens = [.. expected["tokens"]!.AsArray().Select(t => t!.GetValue<string>())];
        string[] own = [.. encoding.Tokens.Where((_, i) => encoding.SpecialTokensMask[i] == 0)];
        Assert.Equal(tokens.Length, own.Length);
        Assert.All(tokens.Zip(own), t => Assert.True(t.First == t.Second.Trim() || tokenizer.TokenToId(t.First) is null, t.ToString()));

        // Our decoder of WordPiece, as the reference's in Rust, cleans up by itself; in Python it is left to the caller.
        var decoded = expected["decoded"]!.GetValue<string>();
        var ours = tokenizer.Decode(ids, skipSpecialTokens: false, cleanUp: false);
        if (ours != decoded)
        {
            Assert.StartsWith("[CLS]", decoded);
            Assert.Equal(WithoutSpaces(decoded), WithoutSpaces(ours));
        }
        Assert.Equal(
            expected["decoded_clean_skip_special"]!.GetValue<string>(),
            tokenizer.Decode(ids, skipSpecialTokens: true, cleanUp: true));
    }

    private static void CheckPair(Tokenizer tokenizer, JsonNode expected)
    {
        var (first, second) = (expected["a"]!.GetValue<string>(), expected["b"]!.GetValue<string>());
        var arguments = expected["args"]!;
        var options = new EncodeOptions
        {
            Truncation = arguments["truncation"] is { } strategy ? Truncation(arguments, strategy) : null,
            Padding = arguments["padding"] is not null ? Padding(tokenizer) with { Length = MaxLength(arguments) } : null,
        };
        CheckColumns(expected["output"]!, Encode(tokenizer, first, second, options));
    }

    private static Encoding Encode(Tokenizer tokenizer, string first, string second, EncodeOptions options)
    {
        try
        {
            return tokenizer.Encode(first, second, options);
        }
        catch (TokenizerException)
        {
            // Where one text cannot be cut enough, the reference's Python tokenizers warn and leave both as they are.
            return tokenizer.Encode(first, second, options with { Truncation = null });
        }
    }

    private static void CheckBatch(Tokenizer tokenizer, GoldenCase golden)
    {
        var expected = golden.Expected["batch_padding_longest"]!;
        string[] texts = [.. expected["input_ids"]!.AsArray().Select(row => TextOf(golden, Numbers(row!)))];
        var batch = tokenizer.EncodeBatch(texts, new EncodeOptions { Padding = Padding(tokenizer) });
        for (var row = 0; row < texts.Length; row++)
        {
            var columns = new JsonObject();
            foreach (var (name, rows) in expected.AsObject())
            {
                columns[name] = rows![row]!.DeepClone();
            }
            CheckColumns(columns, batch[row]);
        }
    }

    /// <summary>The text of the case whose ids a padded row begins with.</summary>
    private static string TextOf(GoldenCase golden, int[] row) => golden.Expected["encodings"]!.AsArray()
        .Where(e => row.AsSpan().StartsWith(Numbers(e!["input_ids"]!)))
        .MaxBy(e => e!["input_ids"]!.AsArray().Count)!["text"]!.GetValue<string>();

    private static void CheckColumns(JsonNode expected, Encoding encoding)
    {
        Assert.Equal(Numbers(expected["input_ids"]!), encoding.Ids);
        Assert.Equal(Numbers(expected["attention_mask"]!), encoding.AttentionMask);
        if (expected["token_type_ids"] is { } types)
        {
            Assert.Equal(Numbers(types), encoding.TypeIds);
        }
    }

    private static TruncationSettings Truncation(JsonNode arguments, JsonNode strategy) => new()
    {
        MaxLength = MaxLength(arguments),
        Strategy = strategy.ToString() switch
        {
            "only_first" => TruncationStrategy.OnlyFirst,
            "only_second" => TruncationStrategy.OnlySecond,
            _ => TruncationStrategy.LongestFirst,
        },
    };

    private static PaddingSettings Padding(Tokenizer tokenizer) => new() { PadId = tokenizer.PadTokenId!.Value };

    private static int MaxLength(JsonNode arguments) => arguments["max_length"]!.GetValue<int>();

    private static string WithoutSpaces(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    private static int[] Numbers(JsonNode list) => [.. list.AsArray().Select(n => n!.GetValue<int>())];
}
