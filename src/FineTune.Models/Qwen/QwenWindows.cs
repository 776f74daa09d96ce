using FineTune.Formats;

namespace FineTune.Models;

/// <summary>Qwen's rule for windows: only where <c>use_sliding_window</c> says so, and from layer
/// <c>max_window_layers</c> on.</summary>
internal static class QwenWindows
{
    public static IReadOnlyList<int?> Read(HfConfig config, int layers)
    {
        var window = config.GetBool("use_sliding_window", false) ? config.SlidingWindow(fallback: 4096) : null;
        var first = config.GetInt("max_window_layers", 28);
        return config.Windows(layers, window, layer => layer >= first);
    }
}
