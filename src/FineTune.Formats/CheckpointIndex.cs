using System.Text.Json.Nodes;

namespace FineTune.Formats;

/// <summary>An index such as <c>model.safetensors.index.json</c>: which shard each tensor lies in.</summary>
internal static class CheckpointIndex
{
    private const string WeightMapKey = "weight_map";

    /// <summary>
    /// Reads the map from tensor name to shard name; every shard name is one that stays in the folder.
    /// </summary>
    /// <param name="path">The index file.</param>
    /// <exception cref="CheckpointException">
    /// The index is not what it should be, or names files outside its folder.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var root = HfJson.Read(path);
        if (root[WeightMapKey] is not { } value)
        {
            throw CheckpointException.MissingKey(path, WeightMapKey, root.Select(entry => entry.Key));
        }

        if (value is not JsonObject entries)
        {
            throw CheckpointException.WrongValue(path, WeightMapKey, "an object of file names", HfJson.Describe(value));
        }

        var shardOf = new Dictionary<string, string>();
        var problems = new List<CheckpointException>();
        foreach (var (tensor, entry) in entries)
        {
            if (entry is JsonValue text && text.TryGetValue(out string? shard))
            {
                shardOf.Add(tensor, shard);
            }
            else
            {
                var found = HfJson.Describe(entry);
                problems.Add(CheckpointException.WrongValue(path, $"{WeightMapKey}.{tensor}", "a file name", found));
            }
        }

        problems.AddRange(shardOf.Values.Distinct().Where(shard => !StaysInside(path, shard))
            .Select(shard => CheckpointException.ShardOutsideFolder(path, shard)));
        return problems.Count == 0 ? shardOf : throw CheckpointException.All(problems);
    }

    /// <summary>Whether a shard's name leads into the index's folder, on this and on any other system.</summary>
    private static bool StaysInside(string index, string shard)
    {
        // Links are followed on purpose: in the hub's cache every file is one. Only the name itself must not lead out.
        if (shard.Length == 0 || shard.AsSpan().ContainsAny('\0', '\\', ':') || Path.IsPathRooted(shard))
        {
            return false;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
        var full = Path.GetFullPath(shard, folder);
        var inside = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;
        return full.StartsWith(inside, StringComparison.Ordinal);
    }
}
