namespace FineTune.Data;

/// <summary>What rows can be used for.</summary>
[Flags]
public enum DataPurpose
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To learn labels of texts.</summary>
    Classification = 1,

    /// <summary>To learn to answer.</summary>
    Instruction = 2,

    /// <summary>To learn a language from running text.</summary>
    Pretraining = 4,

    /// <summary>To learn which of two answers is better.</summary>
    Preference = 8,

    /// <summary>To learn which answers are good.</summary>
    Judgement = 16,
}
