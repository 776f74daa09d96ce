namespace FineTune.Hub;

/// <summary>A file on the hub.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Address">Where it is asked for.</param>
/// <param name="Etag">The name of its content.</param>
/// <param name="Size">Bytes of its content.</param>
internal sealed record HubFile(string Name, Uri Address, string Etag, long Size);
