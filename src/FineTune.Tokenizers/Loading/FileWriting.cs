namespace FineTune.Tokenizers.Loading;

/// <summary>Writing files so that a crash leaves either the old one or the new one.</summary>
internal static class FileWriting
{
    /// <summary>Writes to a temporary name beside <paramref name="path"/> and renames it.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var temporary = path + ".part";
        using (var stream = File.Create(temporary))
            write(stream);
        File.Move(temporary, path, overwrite: true);
    }
}
