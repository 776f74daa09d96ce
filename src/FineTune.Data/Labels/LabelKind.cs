namespace FineTune.Data;

/// <summary>What a label looks like in its row.</summary>
public enum LabelKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number written with a fraction or an exponent.</summary>
    Fraction,

    /// <summary>Several labels.</summary>
    List,
}
