namespace FineTune.Generation;

/// <summary>Why a text ended.</summary>
public enum FinishReason
{
    /// <summary>The model wrote an end token; it is the last of the ids.</summary>
    EndToken,

    /// <summary>A stop string occurred.</summary>
    StopString,

    /// <summary>The length that was allowed, or that the model can take, was reached.</summary>
    Length,
}
