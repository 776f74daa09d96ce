using System.Text.Json;

namespace FineTune.Tokenizers.PostProcessors;

/// <summary>Arranges the sequences and the special tokens around them.</summary>
/// <remarks>What goes where does not depend on the text, so it is worked out once, as a plan.</remarks>
internal interface IPostProcessor
{
    /// <summary>Arranges the parts handed over by the processor before it.</summary>
    /// <param name="parts">One part a sequence at first; a part is what a template's <c>$A</c> stands for.</param>
    /// <param name="addSpecialTokens">Whether special tokens are wanted.</param>
    List<List<PlanStep>> Arrange(List<List<PlanStep>> parts, bool addSpecialTokens);

    /// <summary>How offsets are trimmed of the spaces in byte-level tokens, one after the other.</summary>
    IEnumerable<OffsetTrimming> Trimmings => [];

    /// <summary>The same processor with the ids that <paramref name="idOf"/> gives its special tokens.</summary>
    IPostProcessor WithIds(Func<string, int> idOf) => this;

    /// <summary>Writes the component as it stands in <c>tokenizer.json</c>.</summary>
    void Write(Utf8JsonWriter json);
}
