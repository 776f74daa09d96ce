using System.Runtime.InteropServices;

namespace FineTune.Cli;

/// <summary>Listens for Ctrl-C and for a request to end. The first asks the work to stop cleanly; a second ends the
/// process at once.</summary>
internal sealed partial class StopRequest : IDisposable
{
    // Never disposed: a signal may arrive while the verb ends.
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    public StopRequest() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Cancelled at the first request.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            EndAtOnce(ExitCode.Interrupted);
        }
        context.Cancel = true;
        Console.Error.WriteLine("stopping as soon as nothing is lost; press Ctrl-C again to stop at once");
        _source.Cancel();
    }

    // An ordinary exit tears libtorch down under the threads that still compute, which crashes.
    private static void EndAtOnce(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code);
        }
        UnixExit(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void UnixExit(int code);
}
