using System.Diagnostics.CodeAnalysis;

namespace FineTune.Formats;

/// <summary>The weights of a checkpoint folder in transformers layout: one file, or shards with an index.</summary>
/// <remarks>
/// Where there are shards, the index decides which of them a tensor is read from. Tensors that are in a shard but not
/// in the index are there too, as in transformers, so that whoever loads a model can report them as unexpected.
/// </remarks>
public sealed class CheckpointFolder : ITensorSource
{
    /// <summary>The name weights have when they are in one file.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>The name of the index when weights are in several files.</summary>
    public const string IndexName = "model.safetensors.index.json";

    private readonly string _path;
    private readonly List<SafetensorsFile> _files = [];
    private readonly List<TensorInfo> _tensors = [];
    private readonly Dictionary<string, SafetensorsFile> _fileOf = [];

    private CheckpointFolder(string path) => _path = path;

    /// <inheritdoc/>
    public IReadOnlyCollection<TensorInfo> Tensors => _tensors;

    /// <summary>Opens <c>model.safetensors</c>, or all shards that <c>model.safetensors.index.json</c> names.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="CheckpointException">Everything that is wrong with the folder's weights, at once.</exception>
    public static CheckpointFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw CheckpointException.FolderMissing(path);
        }

        var weights = Path.Combine(path, WeightsName);
        var index = Path.Combine(path, IndexName);
        var folder = new CheckpointFolder(path);
        if (File.Exists(weights))
        {
            folder.Add(SafetensorsFile.Open(weights), _ => true);
            return folder;
        }

        if (!File.Exists(index))
        {
            var found = Directory.EnumerateFileSystemEntries(path).Select(file => Path.GetFileName(file)!).Order();
            throw CheckpointException.NoCheckpoint(path, [WeightsName, IndexName], [.. found]);
        }

        var problems = folder.AddShards(index, CheckpointIndex.Read(index));
        if (problems.Count > 0)
        {
            folder.Dispose();
            throw CheckpointException.All(problems);
        }

        return folder;
    }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorInfo? info)
    {
        info = null;
        return _fileOf.TryGetValue(name, out var file) && file.TryGet(name, out info);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorInfo info, long start, int length) =>
        _fileOf[info.Name].Bytes(info, start, length);

    /// <inheritdoc/>
    public string Describe(string name) => _fileOf.TryGetValue(name, out var file) ? file.Describe(name) : _path;

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private List<CheckpointException> AddShards(string index, IReadOnlyDictionary<string, string> shardOf)
    {
        var problems = new List<CheckpointException>();
        var shards = shardOf.GroupBy(entry => entry.Value, entry => entry.Key);
        foreach (var shard in shards.OrderBy(shard => shard.Key, StringComparer.Ordinal))
        {
            var path = Path.Combine(_path, shard.Key);
            if (!File.Exists(path))
            {
                problems.Add(CheckpointException.ShardMissing(index, shard.Key, shard.Count()));
                continue;
            }

            try
            {
                var file = SafetensorsFile.Open(path);
                problems.AddRange(shard.Where(tensor => !file.TryGet(tensor, out _))
                    .Select(tensor => CheckpointException.NotInShard(index, tensor, shard.Key)));
                var twice = Add(file, tensor => !shardOf.TryGetValue(tensor, out var named) || named == shard.Key);
                problems.AddRange(twice.Select(tensor =>
                    CheckpointException.InTwoShards(index, tensor, Path.GetFileName(Describe(tensor)), shard.Key)));
            }
            catch (CheckpointException error)
            {
                problems.Add(error);
            }
        }

        return problems;
    }

    /// <summary>
    /// Adds a file's tensors that <paramref name="belongs"/> accepts; returns those another file had already.
    /// </summary>
    private List<string> Add(SafetensorsFile file, Func<string, bool> belongs)
    {
        _files.Add(file);
        var twice = new List<string>();
        foreach (var tensor in file.Tensors.Where(tensor => belongs(tensor.Name)))
        {
            if (_fileOf.TryAdd(tensor.Name, file))
            {
                _tensors.Add(tensor);
            }
            else
            {
                twice.Add(tensor.Name);
            }
        }

        return twice;
    }
}
