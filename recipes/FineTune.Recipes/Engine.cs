using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>The tensor engine as a whole.</summary>
internal static class Engine
{
    /// <summary>Loads libtorch on another thread while the config and the data are read: that takes as long as
    /// they do.</summary>
    public static void WarmUp() => _ = Task.Run(() => zeros(1).Dispose());
}
