using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Whether operations on this thread are recorded for gradients.</summary>
    public static bool is_grad_enabled() => ft_get_grad_enabled() != 0;

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => ft_get_inference_mode() != 0;

    /// <summary>Records nothing on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Records (or not) on this thread until the result is disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>Records (or not) on this thread until the result is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>
    /// Inference mode on this thread until the result is disposed, on the same thread: nothing is recorded, and what
    /// is created can never take part in recording.
    /// </summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    private sealed class GradMode : IDisposable
    {
        private readonly bool _before;

        internal GradMode(bool enabled)
        {
            _before = is_grad_enabled();
            ft_set_grad_enabled(enabled);
        }

        public void Dispose() => ft_set_grad_enabled(_before);
    }

    private sealed class InferenceMode : IDisposable
    {
        private nint _guard;

        internal InferenceMode(bool enabled) => _guard = ft_inference_mode_enter(enabled);

        public void Dispose()
        {
            if (_guard != 0)
            {
                ft_inference_mode_exit(_guard);
                _guard = 0;
            }
        }
    }
}
