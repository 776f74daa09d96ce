using FineTune.Data;
using FineTune.Formats;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Recipes;

/// <summary>The preferences that a model learns, as tokens, and what made tokens of them. Needs no weights.</summary>
internal sealed record PreferenceInputs
{
    /// <summary>The tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>The chat template in use; null where there is none.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>Most tokens of a row.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The rows to train on.</summary>
    public required PreferencePart Train { get; init; }

    /// <summary>The rows to validate on; null when there are none.</summary>
    public PreferencePart? Validation { get; init; }

    /// <summary>The rows to test on; null when there are none.</summary>
    public PreferencePart? Test { get; init; }

    /// <summary>What was inferred, cut or dropped, one sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Reads and encodes what a config names.</summary>
    /// <param name="config">The config.</param>
    /// <param name="folder">The checkpoint's folder, for the template.</param>
    /// <param name="modelConfig">Its <c>config.json</c>.</param>
    /// <param name="vocabulary">The run's tokens.</param>
    /// <param name="stop">Ends it early.</param>
    public static PreferenceInputs Load(
        RunConfig config, string folder, HfConfig modelConfig, RunVocabulary vocabulary, CancellationToken stop = default)
    {
        var tokenizer = vocabulary.Tokenizer;
        var template = ChatTemplateChoice.Load(config.Dataset.ChatTemplate, folder, tokenizer);
        var limit = AdapterChoice.MaxLength(config, modelConfig);
        return Encode(
            config, config.Dataset with { MaxLength = limit }, tokenizer, template, vocabulary.Sized(modelConfig), stop);
    }

    /// <summary>Reads and encodes the files of a data set.</summary>
    internal static PreferenceInputs Encode(
        RunConfig config, DatasetConfig dataset, Tokenizer tokenizer, ChatTemplate? template, HfConfig modelConfig,
        CancellationToken stop)
    {
        var encoder = new SequenceEncoder(tokenizer, template, dataset)
        {
            VocabSize = modelConfig.GetInt("vocab_size", int.MaxValue),
        };
        var (task, limit, seed) = (config.Task, dataset.MaxLength, config.Training.Seed);
        if (task.Type == TaskConfig.Kto)
        {
            var answers = JudgedData.Load(dataset, encoder, seed, stop);
            return Of(
                part => PreferencePart.Of(part, task, limit), answers.Train, answers.Validation, answers.Test, answers.Notices);
        }
        var pairs = PairData.Load(dataset, encoder, seed, stop);
        return Of(part => PreferencePart.Of(part, task), pairs.Train, pairs.Validation, pairs.Test, pairs.Notices);

        PreferenceInputs Of<T>(
            Func<T?, PreferencePart?> part, T train, T? validation, T? test, IReadOnlyList<string> notices)
            where T : class => new()
            {
                Tokenizer = tokenizer,
                Template = template,
                MaxLength = limit,
                Train = part(train)!,
                Validation = part(validation),
                Test = part(test),
                Notices = notices,
            };
    }
}
