namespace FineTune.Data;

/// <summary>What the loss of a language model is taken on.</summary>
public enum TrainOn
{
    /// <summary>What its format makes the answer of a row; in a conversation every assistant turn.</summary>
    Completion,

    /// <summary>Every assistant turn, also in a row's prompt or history.</summary>
    Assistant,

    /// <summary>The last assistant turn.</summary>
    Last,

    /// <summary>All text.</summary>
    All,
}
