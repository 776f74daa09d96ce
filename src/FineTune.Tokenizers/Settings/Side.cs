namespace FineTune.Tokenizers;

/// <summary>An end of a text.</summary>
public enum Side
{
    /// <summary>Its beginning.</summary>
    Left,

    /// <summary>Its end.</summary>
    Right,
}
