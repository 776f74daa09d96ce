using System.ComponentModel;

namespace FineTune.Peft;

/// <summary>What the settings of all methods share that act on chosen layers.</summary>
public abstract record TargetedConfig : PeftConfig
{
    /// <summary>Which layers get an adapter; null takes the architecture's usual ones.</summary>
    [Description("Layers to adapt: a list of names matched at the end of the path, one regular expression over "
        + "the whole path, or all-linear. Default: the architecture's usual ones (for BERT query and value).")]
    public TargetModules? TargetModules { get; init; }

    /// <summary>Names matched like a list of targets that are left out.</summary>
    [Description("Linear layers to leave out, as a list or one regular expression.")]
    public TargetModules? ExcludeModules { get; init; }

    /// <summary>Whether a layer is to be adapted.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="targets">The chosen layers: the config's own, or the architecture's.</param>
    internal virtual bool Takes(string path, TargetModules targets) =>
        targets.Matches(path) && ExcludeModules?.Matches(path) != true;
}
