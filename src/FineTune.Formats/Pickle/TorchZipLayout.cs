namespace FineTune.Formats;

/// <summary>
/// What <c>torch.save</c> writes since 1.6: a zip file of <c>data.pkl</c> and one uncompressed entry per storage.
/// </summary>
internal static class TorchZipLayout
{
    private const string PickleName = "data.pkl";
    private const int PersistentIdItems = 5;

    /// <summary>Reads the pickle and finds its storages.</summary>
    /// <returns>What was saved.</returns>
    public static object? Read(string path, MappedFile file)
    {
        var zip = ZipDirectory.Read(path, file);
        var names = zip.Entries.Keys;
        var pickleEntry = names.FirstOrDefault(name => Path.GetFileName(name) == PickleName)
            ?? throw CheckpointException.NotTorch(path, $"a zip file without {PickleName}");
        var prefix = pickleEntry[..^PickleName.Length];
        if (names.Any(name => name.StartsWith(prefix + "code/", StringComparison.Ordinal)))
        {
            throw CheckpointException.NotTorch(path, "a TorchScript program");
        }

        RefuseBigEndian(path, file, zip, prefix);
        var storages = new Dictionary<string, PickleStorage>();
        var pickle = Entry(path, file, zip, pickleEntry);
        return new Unpickler(path, pickle, id => Storage(path, zip, prefix, storages, id)).Load();
    }

    private static void RefuseBigEndian(string path, MappedFile file, ZipDirectory zip, string prefix)
    {
        var name = prefix + "byteorder";
        if (zip.Entries.ContainsKey(name) && Entry(path, file, zip, name).SequenceEqual("big"u8))
        {
            throw CheckpointException.BigEndian(path);
        }
    }

    private static PickleStorage? Storage(
        string path, ZipDirectory zip, string prefix, Dictionary<string, PickleStorage> known, PickleTuple id)
    {
        if (id.Items is not [string kind, PickleStorageType type, string key, string, long elements]
            || id.Items.Length != PersistentIdItems || kind != "storage" || elements < 0)
        {
            return null;
        }

        if (known.TryGetValue(key, out var storage))
        {
            return storage.Type == type && storage.Elements == elements ? storage : null;
        }

        storage = new PickleStorage(type, key, elements);
        known.Add(key, storage);
        if (!zip.Entries.TryGetValue($"{prefix}data/{key}", out var entry))
        {
            throw CheckpointException.StorageMissing(path, key);
        }

        storage.Offset = zip.DataOffset(entry);
        return storage.ByteLength <= entry.Length
            ? storage
            : throw CheckpointException.StorageTruncated(path, key, storage.ByteLength, entry.Length);
    }

    private static ReadOnlySpan<byte> Entry(string path, MappedFile file, ZipDirectory zip, string name)
    {
        var entry = zip.Entries[name];
        var offset = zip.DataOffset(entry);
        return entry.Length <= int.MaxValue
            ? file.Bytes(offset, (int)entry.Length)
            : throw CheckpointException.BadZip(path, $"'{name}' takes {entry.Length:N0} bytes");
    }
}
