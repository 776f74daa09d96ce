using FineTune.Data;
using FineTune.Formats;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Recipes;

/// <summary>The rows that a decoder learns, as tokens, and what made tokens of them. Needs no weights.</summary>
public sealed record LanguageModelInputs
{
    /// <summary>The tokenizer.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>The chat template in use; null where there is none.</summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>Most tokens of a row.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The rows.</summary>
    public required EncodedData<TokenDataset> Data { get; init; }

    /// <summary>Reads and encodes what a config names.</summary>
    /// <param name="config">The config.</param>
    /// <param name="folder">The checkpoint's folder, for the template.</param>
    /// <param name="modelConfig">Its <c>config.json</c>.</param>
    /// <param name="vocabulary">The run's tokens.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="ChatTemplateException">The template cannot be used.</exception>
    internal static LanguageModelInputs Load(
        RunConfig config, string folder, HfConfig modelConfig, RunVocabulary vocabulary, CancellationToken stop = default)
    {
        var tokenizer = vocabulary.Tokenizer;
        var template = ChatTemplateChoice.Load(config.Dataset.ChatTemplate, folder, tokenizer);
        var limit = AdapterChoice.MaxLength(config, modelConfig);
        return new LanguageModelInputs
        {
            Tokenizer = tokenizer,
            Template = template,
            MaxLength = limit,
            Data = Encode(
                config, config.Dataset with { MaxLength = limit }, tokenizer, template, vocabulary.Sized(modelConfig), stop),
        };
    }

    /// <summary>Reads and encodes the files of a data set.</summary>
    internal static EncodedData<TokenDataset> Encode(
        RunConfig config, DatasetConfig dataset, Tokenizer tokenizer, ChatTemplate? template, HfConfig modelConfig,
        CancellationToken stop) =>
        LanguageModelData.Load(
            dataset,
            config.Task.Type == TaskConfig.Pretrain ? DataPurpose.Pretraining : DataPurpose.Instruction,
            new SequenceEncoder(tokenizer, template, dataset) { VocabSize = modelConfig.GetInt("vocab_size", int.MaxValue) },
            config.Training.Seed,
            stop);
}
