namespace FineTune.Hub.Tests;

/// <summary>A file of the test's server.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="IsLarge">Whether it lies in the store, and the hub only leads there.</param>
internal sealed record HubServerFile(byte[] Bytes, bool IsLarge);
