using System.Diagnostics.CodeAnalysis;

namespace FineTune.Formats;

/// <summary>The weights of a checkpoint folder in transformers layout: one file, or shards with an index.</summary>
/// <remarks>
/// safetensors are taken before files of <c>torch.save</c>, one file before shards, as in transformers.
/// Where there are shards, the index decides which of them a tensor is read from. Tensors that are in a shard but not
/// in the index are there too, as in transformers, so that whoever loads a model can report them as unexpected.
/// </remarks>
public sealed class CheckpointFolder : ITensorSource
{
    /// <summary>The name weights have when they are in one file.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>The name of the index when weights are in several files.</summary>
    public const string IndexName = "model.safetensors.index.json";

    /// <summary>The name weights of <c>torch.save</c> have when they are in one file.</summary>
    public const string TorchWeightsName = "pytorch_model.bin";

    /// <summary>The name of the index when weights of <c>torch.save</c> are in several files.</summary>
    public const string TorchIndexName = "pytorch_model.bin.index.json";

    private static readonly (string Weights, string Index, Func<string, ITensorSource> Open)[] Layouts =
    [
        (WeightsName, IndexName, SafetensorsFile.Open),
        (TorchWeightsName, TorchIndexName, TorchFile.Open),
    ];

    private readonly string _path;
    private readonly Func<string, ITensorSource> _open;
    private readonly List<ITensorSource> _files = [];
    private readonly List<TensorInfo> _tensors = [];
    private readonly Dictionary<string, ITensorSource> _fileOf = [];

    private CheckpointFolder(string path, Func<string, ITensorSource> open) => (_path, _open) = (path, open);

    /// <summary>Every file name that <see cref="Open"/> looks for, in its order.</summary>
    public static IReadOnlyList<string> EntryNames { get; } =
        [.. Layouts.SelectMany(layout => new[] { layout.Weights, layout.Index })];

    /// <inheritdoc/>
    public IReadOnlyCollection<TensorInfo> Tensors => _tensors;

    /// <summary>
    /// Opens the first there is of <c>model.safetensors</c>, the shards of <c>model.safetensors.index.json</c>,
    /// <c>pytorch_model.bin</c> and the shards of <c>pytorch_model.bin.index.json</c>.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="CheckpointException">Everything that is wrong with the folder's weights, at once.</exception>
    public static CheckpointFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw CheckpointException.FolderMissing(path);
        }

        foreach (var (weights, index, open) in Layouts)
        {
            var folder = new CheckpointFolder(path, open);
            if (File.Exists(Path.Combine(path, weights)))
            {
                folder.Add(open(Path.Combine(path, weights)), _ => true);
                return folder;
            }

            if (File.Exists(Path.Combine(path, index)))
            {
                folder.OpenShards(Path.Combine(path, index));
                return folder;
            }
        }

        var found = Directory.EnumerateFileSystemEntries(path).Select(file => Path.GetFileName(file)!).Order();
        throw CheckpointException.NoCheckpoint(path, EntryNames, [.. found]);
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
    public void Read(TensorInfo info, long start, Span<byte> into) => _fileOf[info.Name].Read(info, start, into);

    /// <inheritdoc/>
    public string Describe(string name) => _fileOf.TryGetValue(name, out var file) ? file.Describe(name) : _path;

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void OpenShards(string index)
    {
        var problems = AddShards(index, CheckpointIndex.Read(index));
        if (problems.Count > 0)
        {
            Dispose();
            throw CheckpointException.All(problems);
        }
    }

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
                var file = _open(path);
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
    private List<string> Add(ITensorSource file, Func<string, bool> belongs)
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
