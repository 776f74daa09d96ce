namespace FineTune.Nn;

/// <summary>Where a parameter belongs: to the base model or to an adapter added to it.</summary>
public enum ParameterKind
{
    /// <summary>A tensor of the base architecture, under its checkpoint name.</summary>
    Base,

    /// <summary>A tensor that an adapter added.</summary>
    Adapter,
}
