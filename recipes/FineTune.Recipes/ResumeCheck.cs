using FineTune.Config;

namespace FineTune.Recipes;

/// <summary>Refuses to go on with a run under settings that would make it another run.</summary>
internal static class ResumeCheck
{
    // What may change between two sittings: how long, how often, in how much memory, and what is left behind.
    private static readonly string[] Free =
    [
        "training.max_steps", "training.num_train_epochs", "training.logging_steps", "training.save_steps",
        "training.save_total_limit", "training.gradient_checkpointing", "evaluation.", "output.", "export.",
    ];

    /// <summary>Compares a config with the one that the run was started with.</summary>
    /// <exception cref="RecipeException">They differ where they must not; every difference is listed.</exception>
    public static void Compare(RunFolder folder, RunConfig config)
    {
        var before = Flatten(ConfigDocument.Load(folder.Config).Root);
        var now = Flatten(ConfigDocument.Parse(RunConfigFile.Write(config), folder.Config).Root);
        var changes = before.Keys.Union(now.Keys)
            .Where(key => !Free.Any(f => key.StartsWith(f, StringComparison.Ordinal)))
            .Where(key => before.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(key => $"{key}: was {before.GetValueOrDefault(key) ?? "not set"}, "
                + $"is {now.GetValueOrDefault(key) ?? "not set"}")
            .ToList();
        if (changes.Count > 0)
        {
            throw RecipeException.ChangedSinceCheckpoint(folder.Path, changes);
        }
    }

    private static Dictionary<string, string> Flatten(ConfigNode root)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Visit(root, "");
        return leaves;

        void Visit(ConfigNode node, string path)
        {
            switch (node)
            {
                case ConfigMapping mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        Visit(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}");
                    }
                    break;
                case ConfigSequence list:
                    leaves[path] = string.Join(", ", list.Items.OfType<ConfigScalar>().Select(s => s.Text));
                    break;
                case ConfigScalar scalar:
                    leaves[path] = scalar.Text;
                    break;
            }
        }
    }
}
