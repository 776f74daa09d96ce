using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>The tensor engine, loaded on another thread while configs and data are read: that takes as long as they
/// do.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Task _loading = Task.Run(() => zeros(1).Dispose());

    private Engine()
    {
    }

    /// <summary>Starts loading libtorch.</summary>
    public static Engine WarmUp() => new();

    /// <summary>Waits until loading has ended: a process that exits in the midst of it crashes.</summary>
    public void Dispose() => ((IAsyncResult)_loading).AsyncWaitHandle.WaitOne();
}
