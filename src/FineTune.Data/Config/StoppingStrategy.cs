namespace FineTune.Data;

/// <summary>When drawing from several data sets ends, as in Hugging Face's <c>interleave_datasets</c>.</summary>
public enum StoppingStrategy
{
    /// <summary>When the first of them is used up: no row comes twice.</summary>
    FirstExhausted,

    /// <summary>When each was used up at least once: the smaller ones start over meanwhile.</summary>
    AllExhausted,
}
