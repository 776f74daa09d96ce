namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Keeps values shallow enough for everything that walks them recursively.</summary>
internal static class Nesting
{
    private const int MaxDepth = 500;

    /// <summary>The depth of a container that holds these values.</summary>
    public static int Around(IReadOnlyList<Value> values)
    {
        int depth = 0;
        for (int i = 0; i < values.Count; i++)
        {
            depth = Math.Max(depth, values[i].Object?.Depth ?? 0);
        }

        return Check(depth + 1);
    }

    /// <summary>The depth of a container of some depth once it holds another value.</summary>
    public static int Around(int depth, Value value) => Math.Max(depth, Check(1 + (value.Object?.Depth ?? 0)));

    /// <summary>Passes a depth on if it is allowed.</summary>
    public static int Check(int depth) => depth <= MaxDepth
        ? depth
        : throw new JinjaException($"values are nested more than {MaxDepth} deep");
}
