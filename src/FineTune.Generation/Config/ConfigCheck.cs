namespace FineTune.Generation;

/// <summary>Finds settings that cannot be, before anything is computed.</summary>
internal static class ConfigCheck
{
    private const double LargestPenalty = 2;

    /// <summary>Checks a config against a model.</summary>
    /// <exception cref="GenerationException">There are such settings; all of them are listed.</exception>
    public static void Check(GenerationConfig config, int vocabSize)
    {
        var problems = new List<string>();
        CheckLengths(config, problems);
        CheckSampling(config, problems);
        CheckPenalties(config, problems);
        CheckCounts(config, problems);
        CheckIds(config, vocabSize, problems);
        if (problems.Count > 0)
        {
            throw GenerationException.BadSettings(problems);
        }
    }

    private static void CheckLengths(GenerationConfig config, List<string> problems)
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

        void Require(bool holds, string key, object? value, string wanted) =>
            ConfigCheck.Require(problems, holds, key, value, wanted);
    }

    private static void CheckSampling(GenerationConfig config, List<string> problems)
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

        void Require(bool holds, string key, object? value, string wanted) =>
            ConfigCheck.Require(problems, holds, key, value, wanted);
    }

    private static void CheckPenalties(GenerationConfig config, List<string> problems)
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

        void Require(bool holds, string key, object? value, string wanted) =>
            ConfigCheck.Require(problems, holds, key, value, wanted);
    }

    private static void CheckCounts(GenerationConfig config, List<string> problems)
    {
        Require(problems, config.NumBeams > 0, "num_beams", config.NumBeams, "1 or more");
        Require(
            problems, config.NumReturnSequences > 0, "num_return_sequences", config.NumReturnSequences, "1 or more");
        if (config.NumBeams > 1)
        {
            Require(
                problems,
                config.NumReturnSequences <= config.NumBeams,
                "num_return_sequences",
                config.NumReturnSequences,
                $"at most num_beams ({config.NumBeams})");
        }
        else if (!config.DoSample)
        {
            Require(
                problems,
                config.NumReturnSequences <= 1,
                "num_return_sequences",
                config.NumReturnSequences,
                "1 without sampling and beams, since every text would be the same; turn sampling on (--temperature, "
                + "do_sample: true) or use beams (--num-beams)");
        }
    }

    private static void CheckIds(GenerationConfig config, int vocabSize, List<string> problems)
    {
        Ids("eos_token_id", config.EosTokenIds);
        Ids("suppress_tokens", config.SuppressTokens);
        Ids("begin_suppress_tokens", config.BeginSuppressTokens);
        foreach (var run in config.BadWordsIds)
        {
            Require(problems, run.Count > 0, "bad_words_ids", "[]", "lists of at least one token id each");
            Ids("bad_words_ids", run);
        }
        Require(problems, !config.StopStrings.Contains(""), "stop_strings", "\"\"", "texts of at least one character");

        void Ids(string key, IReadOnlyList<int> ids)
        {
            foreach (var id in ids.Where(id => id < 0 || id >= vocabSize))
            {
                Require(problems, holds: false, key, id, $"from 0 to {vocabSize - 1}, the model's last token id");
            }
        }
    }

    private static void Require(List<string> problems, bool holds, string key, object? value, string wanted)
    {
        if (!holds)
        {
            problems.Add($"{key} is {value}; it has to be {wanted}");
        }
    }
}
