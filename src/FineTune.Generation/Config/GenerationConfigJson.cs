using System.Text.Json.Nodes;

namespace FineTune.Generation;

/// <summary>Reads and writes <c>generation_config.json</c>.</summary>
public static class GenerationConfigJson
{
    /// <summary>Name of the file in a checkpoint's folder.</summary>
    public const string FileName = "generation_config.json";

    private static readonly ConfigKey[] Keys =
    [
        ConfigKey.Whole("max_new_tokens", c => c.MaxNewTokens, (c, v) => c with { MaxNewTokens = v }),
        ConfigKey.Whole("max_length", c => c.MaxLength, (c, v) => c with { MaxLength = v }),
        ConfigKey.Whole("min_new_tokens", c => c.MinNewTokens, (c, v) => c with { MinNewTokens = v }),
        ConfigKey.Whole("min_length", c => c.MinLength, (c, v) => c with { MinLength = v }),
        ConfigKey.Flag("do_sample", c => c.DoSample, (c, v) => c with { DoSample = v }),
        ConfigKey.Number("temperature", c => c.Temperature, (c, v) => c with { Temperature = v }),
        ConfigKey.Whole("top_k", c => c.TopK, (c, v) => c with { TopK = v }),
        ConfigKey.Number("top_p", c => c.TopP, (c, v) => c with { TopP = v }),
        ConfigKey.Number("min_p", c => c.MinP, (c, v) => c with { MinP = v }),
        ConfigKey.Number("typical_p", c => c.TypicalP, (c, v) => c with { TypicalP = v }),
        ConfigKey.Number("epsilon_cutoff", c => c.EpsilonCutoff, (c, v) => c with { EpsilonCutoff = v }),
        ConfigKey.Number("eta_cutoff", c => c.EtaCutoff, (c, v) => c with { EtaCutoff = v }),
        ConfigKey.Number("repetition_penalty", c => c.RepetitionPenalty, (c, v) => c with { RepetitionPenalty = v }),
        ConfigKey.Number("presence_penalty", c => c.PresencePenalty, (c, v) => c with { PresencePenalty = v }),
        ConfigKey.Number("frequency_penalty", c => c.FrequencyPenalty, (c, v) => c with { FrequencyPenalty = v }),
        ConfigKey.Whole("no_repeat_ngram_size", c => c.NoRepeatNgramSize, (c, v) => c with { NoRepeatNgramSize = v }),
        ConfigKey.Whole("num_beams", c => c.NumBeams, (c, v) => c with { NumBeams = v }),
        ConfigKey.Number("length_penalty", c => c.LengthPenalty, (c, v) => c with { LengthPenalty = v }),
        new("early_stopping", "true, false or \"never\"", ReadEarlyStopping, WriteEarlyStopping),
        ConfigKey.Whole(
            "num_return_sequences", c => c.NumReturnSequences, (c, v) => c with { NumReturnSequences = v }),
        ConfigKey.Flag("renormalize_logits", c => c.RenormalizeLogits, (c, v) => c with { RenormalizeLogits = v }),
        ConfigKey.IdRuns("bad_words_ids", c => c.BadWordsIds, (c, v) => c with { BadWordsIds = v }),
        ConfigKey.Ids("suppress_tokens", c => c.SuppressTokens, (c, v) => c with { SuppressTokens = v }),
        ConfigKey.Ids("begin_suppress_tokens", c => c.BeginSuppressTokens, (c, v) => c with { BeginSuppressTokens = v }),
        ConfigKey.Ids("eos_token_id", c => c.EosTokenIds, (c, v) => c with { EosTokenIds = v }),
        ConfigKey.Whole("bos_token_id", c => c.BosTokenId, (c, v) => c with { BosTokenId = v }),
        ConfigKey.Whole("pad_token_id", c => c.PadTokenId, (c, v) => c with { PadTokenId = v }),
        ConfigKey.Texts("stop_strings", c => c.StopStrings, (c, v) => c with { StopStrings = v }),
        ConfigKey.Flag("use_cache", c => c.UseCache, (c, v) => c with { UseCache = v }),
    ];

    // Settings of transformers that change the text and are not done here, each with the values that do nothing.
    private static readonly Dictionary<string, string[]> Undone = new(StringComparer.Ordinal)
    {
        ["num_beam_groups"] = ["1"],
        ["diversity_penalty"] = ["0", "0.0"],
        ["penalty_alpha"] = ["0", "0.0"],
        ["guidance_scale"] = ["1", "1.0"],
        ["top_h"] = [],
        ["sequence_bias"] = [],
        ["force_words_ids"] = [],
        ["constraints"] = [],
        ["forced_bos_token_id"] = [],
        ["forced_eos_token_id"] = [],
        ["forced_decoder_ids"] = [],
        ["exponential_decay_length_penalty"] = [],
        ["watermarking_config"] = [],
        ["dola_layers"] = [],
    };

    /// <summary>Reads a config. Keys that are absent or null keep their defaults; keys that are not known here are kept
    /// to be written back.</summary>
    /// <param name="json">The file's object.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="onto">What is changed; null for the defaults.</param>
    /// <exception cref="GenerationException">Values are of the wrong kind; all of them are listed.</exception>
    public static GenerationConfig Read(JsonObject json, string file, GenerationConfig? onto = null)
    {
        var config = onto ?? new GenerationConfig();
        var others = config.Others.DeepClone().AsObject();
        var problems = new List<string>();
        foreach (var (name, node) in json)
        {
            var key = Array.Find(Keys, k => k.Name == name);
            if (key is null)
            {
                others[name] = node?.DeepClone();
            }
            else if (node is not null)
            {
                var read = key.Read(config, node);
                if (read is null)
                {
                    problems.Add($"{file}: {name} is {node.ToJsonString()}; it has to be {key.Kind}");
                }
                config = read ?? config;
            }
        }
        return problems.Count == 0 ? config with { Others = others } : throw GenerationException.BadSettings(problems);
    }

    /// <summary>The object to write: what differs from the defaults, and what else the file held.</summary>
    public static JsonObject Write(GenerationConfig config)
    {
        var defaults = new GenerationConfig();
        var json = config.Others.DeepClone().AsObject();
        foreach (var key in Keys)
        {
            var value = key.Write(config);
            if (value is not null && !JsonNode.DeepEquals(value, key.Write(defaults)))
            {
                json[key.Name] = value;
            }
        }
        return json;
    }

    /// <summary>Settings of a file that change the text in transformers and are not done here.</summary>
    public static IReadOnlyList<string> NotDone(GenerationConfig config) =>
    [
        .. config.Others
            .Where(o => o.Value is not null && Undone.TryGetValue(o.Key, out var idle)
                && !idle.Contains(o.Value.ToJsonString()))
            .Select(o => o.Key),
    ];

    private static GenerationConfig? ReadEarlyStopping(GenerationConfig config, JsonNode node) =>
        node.ToJsonString() switch
        {
            "false" => config with { EarlyStopping = EarlyStopping.Heuristic },
            "true" => config with { EarlyStopping = EarlyStopping.Always },
            "\"never\"" => config with { EarlyStopping = EarlyStopping.Never },
            _ => null,
        };

    private static JsonNode? WriteEarlyStopping(GenerationConfig config) => config.EarlyStopping switch
    {
        EarlyStopping.Always => true,
        EarlyStopping.Never => "never",
        _ => false,
    };
}
