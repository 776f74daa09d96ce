namespace FineTune.Hub;

/// <summary>How far a download is.</summary>
/// <param name="File">The file that bytes arrived of.</param>
/// <param name="Bytes">Bytes that are there, of all files.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
/// <param name="Files">How many files there are.</param>
public readonly record struct HubProgress(string File, long Bytes, long TotalBytes, int Files);
