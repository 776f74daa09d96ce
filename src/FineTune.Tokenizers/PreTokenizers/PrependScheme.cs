namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Where Metaspace puts its character in front.</summary>
internal enum PrependScheme
{
    /// <summary>Of every stretch between added tokens.</summary>
    Always,

    /// <summary>Of the text only.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
