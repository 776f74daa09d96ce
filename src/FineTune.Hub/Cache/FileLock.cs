namespace FineTune.Hub;

/// <summary>A lock among processes: an open file that nobody else may open.</summary>
/// <remarks>On Unix .NET takes <c>flock</c>, which is what huggingface_hub's locks are, so both wait for each other.</remarks>
internal static class FileLock
{
    // What the system calls a file that somebody else has locked: Windows, Linux, macOS.
    private static readonly int[] Held = [unchecked((int)0x80070020), 11, 35];

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock; disposing gives it back.</summary>
    /// <param name="path">The file, which is made and left there.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IDisposable> TakeAsync(string path, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (Held.Contains(error.HResult))
            {
                await Task.Delay(BetweenTries, stop);
            }
        }
    }
}
