namespace FineTune.Nn;

/// <summary>The one switch that a model's dropout looks at; shared by every module of a model.</summary>
public sealed class RunMode
{
    /// <summary>True while training: dropout is active.</summary>
    public bool Training { get; set; }
}
