using FineTune.Formats;

namespace FineTune.Models;

/// <summary>Which layers of a decoder see a window of the last tokens only.</summary>
internal static class SlidingWindows
{
    private const string LayerTypes = "layer_types";
    private const string Sliding = "sliding_attention";

    /// <summary>Reads the window of each layer.</summary>
    /// <param name="config">The configuration; its <c>layer_types</c>, where there are any, decide.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="window">How many tokens such a layer's query sees, its own included; null for all.</param>
    /// <param name="slides">Whether a layer has a window, where the configuration does not say.</param>
    /// <returns>One for each layer; null for all tokens.</returns>
    public static IReadOnlyList<int?> Windows(
        this HfConfig config, int layers, int? window, Func<int, bool> slides)
    {
        var types = config.GetStrings(LayerTypes);
        config.Check(
            types is null || (types.Count == layers && types.All(t => t is Sliding or "full_attention")),
            LayerTypes,
            $"a list of {layers} times {Sliding} or full_attention");
        return [.. Enumerable.Range(0, Math.Max(0, layers))
            .Select(i => (types?.ElementAtOrDefault(i) is { } type ? type == Sliding : slides(i)) ? window : null)];
    }

    /// <summary>The size of the window: the key's, where it is there, even if that is null; else the family's
    /// default.</summary>
    public static int? SlidingWindow(this HfConfig config, int? fallback) =>
        config.Keys.Contains("sliding_window") && !config.Has("sliding_window") ? null
        : fallback is { } usual ? config.Size("sliding_window", usual)
        : config.Has("sliding_window") ? config.Size("sliding_window") : null;
}
