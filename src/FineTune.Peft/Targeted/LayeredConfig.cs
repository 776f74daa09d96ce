using System.ComponentModel;
using System.Text.RegularExpressions;

namespace FineTune.Peft;

/// <summary>Settings of methods that can be confined to some of the model's blocks.</summary>
public abstract record LayeredConfig : TargetedConfig
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Numbers of the blocks whose layers are adapted; null takes all.</summary>
    [Description("Numbers of the blocks whose layers are adapted, from 0. Default: all.")]
    public IReadOnlyList<int>? LayersToTransform { get; init; }

    /// <summary>Names of the lists of blocks that <see cref="LayersToTransform"/> counts in; null takes any.</summary>
    [Description("Names of the lists of blocks that layers_to_transform counts in, e.g. layers or h. Default: any.")]
    public IReadOnlyList<string>? LayersPattern { get; init; }

    /// <inheritdoc/>
    internal override bool Takes(string path, TargetModules targets) =>
        base.Takes(path, targets) && (targets.Names?.Contains(path) == true || InChosenBlock(path));

    /// <inheritdoc/>
    internal override IEnumerable<string> Contradictions()
    {
        if (LayersPattern is { Count: > 0 } && LayersToTransform is null)
        {
            yield return "layers_pattern is set without layers_to_transform, which it is for: set both or neither";
        }
        if (LayersToTransform is { Count: > 0 } && TargetModules is { Names: null, AllLinear: false })
        {
            yield return "layers_to_transform needs target_modules as a list of names or all-linear, not as an expression: "
                + "let the expression choose the blocks, or list the names";
        }
    }

    // PEFT's check_target_module_exists: the number that follows the list of blocks.
    private bool InChosenBlock(string path)
    {
        if (LayersToTransform is not { Count: > 0 } wanted)
        {
            return true;
        }
        string[] lists = LayersPattern is { Count: > 0 } names ? [.. names] : ["[^.]*"];
        return lists
            .Select(list => Regex.Match(path, @$"^.*\.(?:{list})\.(\d+)\.", RegexOptions.CultureInvariant, Limit))
            .FirstOrDefault(match => match.Success) is { } found
            && wanted.Contains(int.Parse(found.Groups[1].Value));
    }
}
