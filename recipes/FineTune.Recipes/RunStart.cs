namespace FineTune.Recipes;

/// <summary>What a run does with an output folder that already holds one.</summary>
public enum RunStart
{
    /// <summary>Refuses it.</summary>
    Fresh,

    /// <summary>Replaces it.</summary>
    Overwrite,

    /// <summary>Goes on from its last checkpoint.</summary>
    Resume,
}
