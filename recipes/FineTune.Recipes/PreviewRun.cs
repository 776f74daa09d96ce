using FineTune.Config;
using FineTune.Data;
using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>What <c>finetune preview</c> does with a config file: rows as a decoder will see them. Weights are not read,
/// and need not be there.</summary>
public static class PreviewRun
{
    /// <summary>Encodes the data that a config names and looks at it.</summary>
    /// <param name="configFile">The YAML file.</param>
    /// <param name="overrides">Texts like <c>dataset.max_length=256</c>.</param>
    /// <param name="part">train, validation or test.</param>
    /// <param name="rows">How many rows to show, spread over all.</param>
    /// <param name="console">Hears notices.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="ConfigException">The config is wrong, or not of a language model.</exception>
    /// <exception cref="RecipeException">The data has no such part.</exception>
    /// <exception cref="DataException">The data cannot be used.</exception>
    public static DataPreview Of(
        string configFile, IReadOnlyList<string> overrides, string part, int rows, IRunConsole console,
        CancellationToken stop)
    {
        var bound = TrainRun.Read(configFile, overrides, console);
        var config = bound.Value;
        if (!config.Task.IsLanguageModel && config.Task.Type != TaskConfig.Reward)
        {
            throw new ConfigException(
            [
                bound.Document.Issue(
                    "task.type", "a preview shows what a language model learns", "set task.type to sft or pretrain"),
            ]);
        }
        var folder = HubModel.Folder(bound, console);
        if (config.Task.IsPreference || config.Task.Type == TaskConfig.Reward)
        {
            return OfPreferences(config, folder, configFile, part, rows, console, stop);
        }
        var inputs = LanguageModelInputs.Load(
            config, folder, HfConfig.Open(folder), RunVocabulary.Load(config, folder), stop);
        foreach (var notice in inputs.Data.Notices)
        {
            console.Notice(notice);
        }
        var data = part switch
        {
            "validation" => inputs.Data.Validation,
            "test" => inputs.Data.Test,
            _ => inputs.Data.Train,
        };
        return DataPreview.Of(
            data ?? throw RecipeException.NoSuchPart(configFile, part),
            inputs.Tokenizer,
            rows,
            inputs.Template,
            ChatTemplateChoice.OfFolder(folder));
    }

    /// <summary>Of a pair both rows are shown, the better one first.</summary>
    private static DataPreview OfPreferences(
        RunConfig config, string folder, string configFile, string part, int rows, IRunConsole console,
        CancellationToken stop)
    {
        var inputs = PreferenceInputs.Load(
            config, folder, HfConfig.Open(folder), RunVocabulary.Load(config, folder), stop);
        foreach (var notice in inputs.Notices)
        {
            console.Notice(notice);
        }
        var data = part switch
        {
            "validation" => inputs.Validation,
            "test" => inputs.Test,
            _ => inputs.Train,
        };
        return DataPreview.Of(
            data?.Shown ?? throw RecipeException.NoSuchPart(configFile, part),
            inputs.Tokenizer,
            rows,
            inputs.Template,
            ChatTemplateChoice.OfFolder(folder));
    }
}
