using System.Buffers.Binary;
using System.Numerics;

namespace FineTune.Formats;

/// <summary>
/// What <c>torch.save</c> wrote before 1.6: a magic number, a version, facts about the machine, what was saved and the
/// keys of its storages as five pickles, then each storage as its element count and its bytes.
/// </summary>
internal static class TorchLegacyLayout
{
    private const int Version = 1001;
    private const int CountBytes = 8;

    private static readonly BigInteger Magic = new([0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);

    /// <summary>Reads the pickles and finds the storages.</summary>
    /// <returns>What was saved.</returns>
    public static object? Read(string path, MappedFile file)
    {
        var storages = new Dictionary<string, PickleStorage>();
        var start = file.Bytes(0, (int)Math.Min(file.Length, int.MaxValue));
        var pickles = new Unpickler(path, start, id => Storage(storages, id));
        if (pickles.Load() is not BigInteger magic || magic != Magic)
        {
            throw CheckpointException.NotTorch(path, "a pickle, but not of torch.save");
        }

        if (pickles.Load() is not (long)Version)
        {
            throw CheckpointException.NotTorch(path, "of another version of torch.save's old layout");
        }

        if (pickles.Load() is PickleDict facts && facts["little_endian"] is false)
        {
            throw CheckpointException.BigEndian(path);
        }

        var saved = pickles.Load();
        if (pickles.Load() is not List<object?> keys)
        {
            throw CheckpointException.BadPickle(path, pickles.Position, "no list of storages");
        }

        Place(path, file, storages, keys, pickles.Position);
        return saved;
    }

    /// <summary>Finds each storage by adding up those before it.</summary>
    private static void Place(
        string path, MappedFile file, Dictionary<string, PickleStorage> storages, List<object?> keys, long offset)
    {
        foreach (var key in keys)
        {
            if (key is not string name || !storages.Remove(name, out var storage))
            {
                throw CheckpointException.BadPickle(path, offset, "the list of storages names one that no tensor has");
            }

            var available = Math.Max(0, file.Length - offset - CountBytes);
            if (storage.ByteLength > available || file.Length - offset < CountBytes)
            {
                throw CheckpointException.StorageTruncated(path, name, storage.ByteLength, available);
            }

            var elements = BinaryPrimitives.ReadInt64LittleEndian(file.Bytes(offset, CountBytes));
            if (elements != storage.Elements)
            {
                throw CheckpointException.BadPickle(
                    path, offset, $"a storage of {elements:N0} elements where {storage.Elements:N0} belong");
            }

            storage.Offset = offset + CountBytes;
            offset = storage.Offset + storage.ByteLength;
        }

        if (storages.Count > 0)
        {
            throw CheckpointException.StorageMissing(path, storages.Keys.First());
        }
    }

    private static PickleStorage? Storage(Dictionary<string, PickleStorage> known, PickleTuple id)
    {
        if (id.Items is not [string kind, PickleStorageType type, string key, string, long elements, var view]
            || kind != "storage" || elements < 0)
        {
            return null;
        }

        if (!known.TryGetValue(key, out var storage))
        {
            storage = new PickleStorage(type, key, elements);
            known.Add(key, storage);
        }

        return (storage.Type == type && storage.Elements == elements, view) switch
        {
            (false, _) => null,
            (true, null) => storage,
            (true, PickleTuple { Items: [_, long start, long count] })
                when start >= 0 && count >= 0 && start <= elements - count =>
                new PickleStorage(type, key, count) { View = (storage, start) },
            _ => null,
        };
    }
}
