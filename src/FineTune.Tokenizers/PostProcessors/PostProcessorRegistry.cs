using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary>All post-processors that a <c>tokenizer.json</c> can name.</summary>
internal static class PostProcessorRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<IPostProcessor>> All { get; } =
    [
        new("BertProcessing", BertProcessing.Read),
        new("RobertaProcessing", RobertaProcessing.Read),
        new("TemplateProcessing", TemplateProcessing.Read),
        new("ByteLevel", ByteLevelPostProcessor.Read),
        new("Sequence", PostProcessorSequence.Read),
    ];
}
