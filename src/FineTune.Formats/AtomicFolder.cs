namespace FineTune.Formats;

/// <summary>Writes folders that are there whole or not at all.</summary>
public static class AtomicFolder
{
    /// <summary>
    /// Writes into a temporary folder beside <paramref name="path"/>, then renames it, replacing what was there. When
    /// <paramref name="write"/> throws, the temporary folder is removed and an existing one stays as it was.
    /// </summary>
    /// <param name="path">The final name; its parent is created when it is not there.</param>
    /// <param name="write">Writes the content into the folder it is given.</param>
    /// <exception cref="IOException">The disk is full, or the parent cannot be written to.</exception>
    public static void Write(string path, Action<string> write)
    {
        var final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var temporary = Path.Combine(Path.GetDirectoryName(final)!, $".{Path.GetFileName(final)}.tmp");
        var replaced = Path.ChangeExtension(temporary, ".old");
        Remove(temporary); // A process that was killed may have left these.
        Remove(replaced);
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            if (Directory.Exists(final))
            {
                Directory.Move(final, replaced); // A crash while it is deleted must not leave half of it in place.
            }

            Directory.Move(temporary, final);
        }
        finally
        {
            Remove(temporary);
            Remove(replaced);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
