using System.Globalization;
using System.Text;

namespace FineTune.Config;

/// <summary>Paths into a document: <c>training.learning_rate</c>, <c>datasets[0].path</c>, and keys that hold
/// dots in double quotes: <c>peft.rank_pattern."encoder.layer.0"</c>.</summary>
public static class ConfigPath
{
    /// <summary>The path of a key inside a section.</summary>
    /// <param name="section">The section's path; empty for the top level.</param>
    /// <param name="key">The key.</param>
    /// <returns>The joined path.</returns>
    public static string Join(string section, string key)
    {
        var shown = key.AsSpan().IndexOfAny(".[\"") >= 0 ? $"\"{key}\"" : key;
        return section.Length == 0 ? shown : $"{section}.{shown}";
    }

    /// <summary>The path of an item inside a list.</summary>
    /// <param name="list">The list's path.</param>
    /// <param name="index">The item's index from 0.</param>
    /// <returns>The joined path.</returns>
    public static string Join(string list, int index) => $"{list}[{index}]";

    /// <summary>Splits a path into keys (<see cref="string"/>) and list indices.</summary>
    /// <param name="path">The path.</param>
    /// <param name="steps">The steps in order; empty on failure.</param>
    /// <returns>False where the path is empty or malformed.</returns>
    internal static bool TrySplit(string path, out IReadOnlyList<PathStep> steps)
    {
        var found = new List<PathStep>();
        steps = [];
        var at = 0;
        while (at < path.Length)
        {
            // A dot separates a key from whatever came before it; an index follows its list directly.
            var isIndex = found.Count > 0 && path[at] == '[';
            if (!isIndex && found.Count > 0 && path[at++] != '.')
            {
                return false;
            }

            var step = isIndex ? ReadIndex(path, ref at) : ReadKey(path, ref at);
            if (step is null)
            {
                return false;
            }

            found.Add(step.Value);
        }

        steps = found;
        return found.Count > 0;
    }

    private static PathStep? ReadIndex(string path, ref int at)
    {
        var end = path.IndexOf(']', at);
        if (end < 0 || !int.TryParse(path.AsSpan(at + 1, end - at - 1), NumberStyles.None, null, out var index))
        {
            return null;
        }

        at = end + 1;
        return new PathStep(null, index);
    }

    private static PathStep? ReadKey(string path, ref int at)
    {
        if (at < path.Length && path[at] == '"')
        {
            var close = path.IndexOf('"', at + 1);
            var quoted = close < 0 ? null : path[(at + 1)..close];
            at = close + 1;
            return quoted is null ? null : new PathStep(quoted, 0);
        }

        var key = new StringBuilder();
        while (at < path.Length && path[at] is not ('.' or '['))
        {
            key.Append(path[at++]);
        }

        return key.Length == 0 ? null : new PathStep(key.ToString(), 0);
    }
}
