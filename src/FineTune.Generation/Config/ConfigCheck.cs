namespace FineTune.Generation;

/// <summary>Finds settings that cannot be, before anything is computed.</summary>
internal sealed class ConfigCheck
{
    private const double LargestPenalty = 2;

    private readonly List<string> _problems = [];

    /// <summary>Checks a config against a model.</summary>
    /// <exception cref="GenerationException">There are such settings; all of them are listed.</exception>
    public static void Check(GenerationConfig config, int vocabSize)
    {
        var check = new ConfigCheck();
        check.Lengths(config);
        check.Sampling(config);
        check.Penalties(config);
        check.Counts(config);
        check.Ids(config, vocabSize);
        if (check._problems.Count > 0)
        {
            throw GenerationException.BadSettings(check._problems);
        }
    }

    private void Lengths(GenerationConfig config)
    {
        Require(config.MaxNewTokens is null or > 0, "max_new_tokens", config.MaxNewTokens, "1 or more");
        Require(config.MaxLength is null or > 0, "max_length", config.MaxLength, "1 or more");
        Require(config.MinNewTokens >= 0, "min_new_tokens", config.MinNewTokens, "0 or more");
        Require(config.MinLength >= 0, "min_length", config.MinLength, "0 or more");
        Require(
            config.MinNewTokens <= (config.MaxNewTokens ?? int.MaxValue),
            "min_new_tokens",
            config.MinNewTokens,
            $"at most max_new_tokens ({config.MaxNewTokens})");
    }

    private void Sampling(GenerationConfig config)
    {
        Require(
            config.Temperature is > 0 and < double.PositiveInfinity,
            "temperature",
            config.Temperature,
            "above 0; for the likeliest token each time turn sampling off (--greedy, do_sample: false)");
        Require(config.TopK >= 0, "top_k", config.TopK, "0 or more, where 0 draws from all tokens");
        Require(config.TopP is > 0 and <= 1, "top_p", config.TopP, "above 0 and at most 1, where 1 draws from all tokens");
        Require(config.MinP is null or (>= 0 and <= 1), "min_p", config.MinP, "from 0 to 1");
        Require(config.TypicalP is > 0 and <= 1, "typical_p", config.TypicalP, "above 0 and at most 1");
        Require(config.EpsilonCutoff is >= 0 and < 1, "epsilon_cutoff", config.EpsilonCutoff, "from 0 to below 1");
        Require(config.EtaCutoff is >= 0 and < 1, "eta_cutoff", config.EtaCutoff, "from 0 to below 1");
    }

    private void Penalties(GenerationConfig config)
    {
        Require(
            config.RepetitionPenalty is > 0 and < double.PositiveInfinity,
            "repetition_penalty",
            config.RepetitionPenalty,
            "above 0, where 1 does nothing");
        Require(
            Math.Abs(config.PresencePenalty) <= LargestPenalty, "presence_penalty", config.PresencePenalty, "from -2 to 2");
        Require(
            Math.Abs(config.FrequencyPenalty) <= LargestPenalty,
            "frequency_penalty",
            config.FrequencyPenalty,
            "from -2 to 2");
        Require(config.NoRepeatNgramSize >= 0, "no_repeat_ngram_size", config.NoRepeatNgramSize, "0 or more");
        Require(double.IsFinite(config.LengthPenalty), "length_penalty", config.LengthPenalty, "a finite number");
    }

    private void Counts(GenerationConfig config)
    {
        Require(config.NumBeams > 0, "num_beams", config.NumBeams, "1 or more");
        Require(
            config.NumReturnSequences > 0, "num_return_sequences", config.NumReturnSequences, "1 or more");
        if (config.NumBeams > 1)
        {
            Require(
                config.NumReturnSequences <= config.NumBeams,
                "num_return_sequences",
                config.NumReturnSequences,
                $"at most num_beams ({config.NumBeams})");
        }
        else if (!config.DoSample)
        {
            Require(
                config.NumReturnSequences <= 1,
                "num_return_sequences",
                config.NumReturnSequences,
                "1 without sampling and beams, since every text would be the same; turn sampling on (--temperature, "
                + "do_sample: true) or use beams (--num-beams)");
        }
    }

    private void Ids(GenerationConfig config, int vocabSize)
    {
        Known("eos_token_id", config.EosTokenIds);
        Known("suppress_tokens", config.SuppressTokens);
        Known("begin_suppress_tokens", config.BeginSuppressTokens);
        foreach (var run in config.BadWordsIds)
        {
            Require(run.Count > 0, "bad_words_ids", "[]", "lists of at least one token id each");
            Known("bad_words_ids", run);
        }
        Require(!config.StopStrings.Contains(""), "stop_strings", "\"\"", "texts of at least one character");

        void Known(string key, IReadOnlyList<int> ids)
        {
            foreach (var id in ids.Where(id => id < 0 || id >= vocabSize))
            {
                Require(holds: false, key, id, $"from 0 to {vocabSize - 1}, the model's last token id");
            }
        }
    }

    private void Require(bool holds, string key, object? value, string wanted)
    {
        if (!holds)
        {
            _problems.Add($"{key} is {value}; it has to be {wanted}");
        }
    }
}
