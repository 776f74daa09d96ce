namespace FineTune.Data;

/// <summary>What a row lost for being too long.</summary>
[Flags]
public enum RowCuts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Tokens that are not learned.</summary>
    Prompt = 1,

    /// <summary>Tokens that would be learned.</summary>
    Answer = 2,
}
