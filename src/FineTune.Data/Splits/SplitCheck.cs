namespace FineTune.Data;

/// <summary>Finds parts of a data set that the config gives twice, or not at all.</summary>
internal static class SplitCheck
{
    /// <summary>Adds to the problems what contradicts itself.</summary>
    public static void Run(DatasetConfig config, DataProblems problems)
    {
        if ((config.TrainFile.Count > 0) == (config.Sources.Count > 0))
        {
            problems.Add(DataException.FilesOrSources(both: config.Sources.Count > 0));
        }

        if (config.ValidationFile.Count > 0 && config.ValidationSplit is not null)
        {
            problems.Add(DataException.FilesAndSplit("validation"));
        }

        if (config.TestFile.Count > 0 && config.TestSplit is not null)
        {
            problems.Add(DataException.FilesAndSplit("test"));
        }
    }

    /// <summary>Adds to the problems the keys that only language models heed, if they are set.</summary>
    public static void RefuseLanguageModelKeys(DatasetConfig config, DataProblems problems)
    {
        var usual = new DatasetConfig();
        (string Key, bool IsSet)[] keys =
        [
            ("sources", config.Sources.Count > 0),
            ("roles", config.Roles.Count > 0),
            ("prompt_template", config.PromptTemplate is not null),
            ("system_prompt", config.SystemPrompt is not null),
            ("chat_template", config.ChatTemplate is not null),
            ("train_on", config.TrainOn != usual.TrainOn),
            ("train_on_eos", config.TrainOnEos != usual.TrainOnEos),
            ("overlength", config.Overlength != usual.Overlength),
            ("packing", config.Packing),
        ];
        foreach (var (key, _) in keys.Where(key => key.IsSet))
        {
            problems.Add(DataException.KeyOfLanguageModels(key));
        }
    }
}
