namespace FineTune.Config;

/// <summary>Another spelling of a key.</summary>
/// <param name="Alias">A bare key (<c>lora_r</c>) or an exact path (<c>optimizer.lr</c>).</param>
/// <param name="Canonical">The path it is read as: <c>peft.r</c>.</param>
/// <param name="Translate">Turns the other tool's value into ours; null keeps it.</param>
public sealed record KeyAlias(string Alias, string Canonical, Func<ConfigNode, ConfigNode>? Translate = null)
{
    private readonly int _lastDot = Canonical.LastIndexOf('.');

    internal string Section => _lastDot < 0 ? "" : Canonical[.._lastDot];

    internal string Key => Canonical[(_lastDot + 1)..];

    /// <summary>A bare alias holds everywhere, unless it names a section or is only the right key in the wrong place:
    /// then it is accepted at the top level, where other tools' flat files have it.</summary>
    internal bool HoldsIn(string section) => section.Length == 0 || (Alias != Key && Section.Length > 0);
}
