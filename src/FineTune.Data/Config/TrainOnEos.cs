namespace FineTune.Data;

/// <summary>Which end markers of turns are learned.</summary>
public enum TrainOnEos
{
    /// <summary>Those of the turns that are learned.</summary>
    Turn,

    /// <summary>That of the last turn that is learned.</summary>
    Last,

    /// <summary>None.</summary>
    None,

    /// <summary>Those of all turns, the user's too.</summary>
    All,
}
