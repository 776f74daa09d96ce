using YamlDotNet.Core;

namespace FineTune.Config;

/// <summary>One <c>--set a.b=value</c>, applied to a document's root.</summary>
internal sealed class ConfigOverride
{
    private readonly SourcePosition _position;
    private readonly IReadOnlyList<PathStep> _steps;
    private readonly ConfigNode _value;
    private readonly List<ConfigIssue> _issues;

    private ConfigOverride(string text, IReadOnlyList<PathStep> steps, ConfigNode value, List<ConfigIssue> issues)
    {
        _position = SourcePosition.OfOverride(text);
        (_steps, _value, _issues) = (steps, value, issues);
    }

    /// <summary>Applies an override, or reports why it cannot be.</summary>
    /// <param name="root">The document's root.</param>
    /// <param name="text">The override: a path, <c>=</c>, and a value in YAML.</param>
    /// <param name="issues">Receives what is wrong with the override.</param>
    /// <returns>The new root; the same one where the override cannot be applied.</returns>
    public static ConfigMapping Apply(ConfigMapping root, string text, List<ConfigIssue> issues)
    {
        var position = SourcePosition.OfOverride(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !ConfigPath.TrySplit(text[..equals].Trim(), out var steps) || steps[0].Key is null)
        {
            issues.Add(new ConfigIssue(position, "", "an override is a path, '=' and a value",
                "write it like '--set training.learning_rate=1e-4'"));
            return root;
        }

        var reader = new YamlReader(new SourceText(position.File, []), (Mark _) => position);
        try
        {
            var value = reader.Read(text[(equals + 1)..]) ?? new ConfigScalar("", false, position);
            issues.AddRange(reader.Issues);
            return (ConfigMapping?)new ConfigOverride(text, steps, value, issues).Place(root, 0) ?? root;
        }
        catch (ConfigException invalid)
        {
            issues.AddRange(invalid.Issues);
            return root;
        }
    }

    // Null where the path runs into something it cannot enter.
    private ConfigNode? Place(ConfigNode? current, int depth)
    {
        if (depth == _steps.Count)
        {
            return _value;
        }

        var step = _steps[depth];
        return step.Key is null ? PlaceItem(current, step.Index, depth) : PlaceKey(current, step.Key, depth);
    }

    private ConfigMapping? PlaceKey(ConfigNode? current, string key, int depth)
    {
        var section = current is null or { IsNull: true } ? new ConfigMapping([], _position) : current as ConfigMapping;
        if (section is null)
        {
            Refuse(depth, $"is {current!.Summary}, so it has no key '{key}'", $"override '{PathTo(depth)}' as a whole");
            return null;
        }

        var old = section.Find(key);
        var isTarget = depth + 1 == _steps.Count;
        var position = old is null || isTarget ? _position : old.Position;
        return Place(old?.Value, depth + 1) is { } placed ? section.With(new ConfigEntry(key, position, placed)) : null;
    }

    private ConfigSequence? PlaceItem(ConfigNode? current, int index, int depth)
    {
        var list = current is null or { IsNull: true } ? new ConfigSequence([], _position) : current as ConfigSequence;
        if (list is null)
        {
            Refuse(depth, $"is {current!.Summary}, not a list", $"override it whole: '--set {PathTo(depth)}=[...]'");
            return null;
        }

        if (index > list.Items.Count)
        {
            var count = list.Items.Count;
            Refuse(depth, $"has {count} items, so there is no [{index}]", $"use [{count}] to add one");
            return null;
        }

        var before = list.Items.Take(index);
        var after = list.Items.Skip(index + 1);
        return Place(list.Items.ElementAtOrDefault(index), depth + 1) is { } placed
            ? list with { Items = [.. before, placed, .. after] }
            : null;
    }

    private void Refuse(int depth, string problem, string fix)
        => _issues.Add(new ConfigIssue(_position, PathTo(depth), $"'{PathTo(depth)}' {problem}", fix));

    private string PathTo(int depth) => _steps.Take(depth).Aggregate("",
        (path, step) => step.Key is null ? ConfigPath.Join(path, step.Index) : ConfigPath.Join(path, step.Key));
}
