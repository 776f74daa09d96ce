using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FineTune.Formats;

/// <summary>
/// One file of <c>torch.save</c> that holds a state dict, such as <c>pytorch_model.bin</c>: memory-mapped, tensors are
/// read where they lie. Its pickle can name tensors and plain containers only; anything else is refused by name.
/// </summary>
/// <remarks>
/// Read are the zip layout and the one before torch 1.6. A tensor that is a transposed or strided view comes as if it
/// were contiguous; tensors that share a storage share its bytes. Entries that are no tensors are passed over.
/// </remarks>
public sealed class TorchFile : ITensorSource
{
    private const int TarMagicOffset = 257;

    private readonly string _path;
    private readonly MappedFile _file;
    private readonly Dictionary<string, TensorInfo> _byName = [];
    private readonly Dictionary<string, StridedTensor> _strided = [];
    private readonly TensorInfo[] _tensors;

    private TorchFile(string path, MappedFile file)
    {
        (_path, _file) = (path, file);
        AddAll(Saved(path, file) as PickleDict ?? throw CheckpointException.NoStateDict(path));
        _tensors = [.. _byName.Values.OrderBy(tensor => tensor.Offset)];
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<TensorInfo> Tensors => _tensors;

    /// <summary>Maps a file and checks all of it but the tensors' values.</summary>
    /// <exception cref="CheckpointException">
    /// The file is damaged, holds something else than a state dict, or asks to run code.
    /// </exception>
    public static TorchFile Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            return new TorchFile(path, file);
        }
        catch (CheckpointException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorInfo? info) => _byName.TryGetValue(name, out info);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorInfo info, long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, info.ByteLength - length);
        return _strided.TryGetValue(info.Name, out var strided)
            ? strided.Gather(start, length)
            : _file.Bytes(info.Offset + start, length);
    }

    /// <inheritdoc/>
    public void Read(TensorInfo info, long start, Span<byte> into)
    {
        if (_strided.ContainsKey(info.Name))
        {
            Bytes(info, start, into.Length).CopyTo(into);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, info.ByteLength - into.Length);
        _file.Read(info.Offset + start, into);
    }

    /// <inheritdoc/>
    public string Describe(string name) => _path;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static object? Saved(string path, MappedFile file)
    {
        var start = file.Bytes(0, (int)Math.Min(file.Length, TarMagicOffset + 8));
        if (ZipDirectory.Starts(start))
        {
            return TorchZipLayout.Read(path, file);
        }

        if (start.StartsWith("version "u8))
        {
            throw CheckpointException.GitLfsPointer(path);
        }

        return start switch
        {
            [] => throw CheckpointException.NotTorch(path, "empty"),
            [(byte)PickleOp.Proto, ..] => TorchLegacyLayout.Read(path, file),
            _ when start.Length > TarMagicOffset && start[TarMagicOffset..].StartsWith("ustar"u8) =>
                throw CheckpointException.NotTorch(path, "a tar file, as torch wrote before 0.1.10"),
            _ => throw CheckpointException.NotTorch(path, $"unknown (it starts with {Encoding.Latin1.GetString(start[..1])})"),
        };
    }

    private void AddAll(PickleDict state)
    {
        var problems = new List<CheckpointException>();
        foreach (var (key, value) in state.Entries)
        {
            if (key is not string name || value is not PickleTensor tensor)
            {
                continue;
            }

            if (tensor.Storage.Type.DType is not { } dtype)
            {
                problems.Add(CheckpointException.UnknownDType(_path, name, tensor.Storage.Type.Name));
            }
            else if (!tensor.FitsStorage())
            {
                problems.Add(CheckpointException.OutsideStorage(_path, name, tensor.Shape, tensor.Storage.Elements));
            }
            else
            {
                Add(name, dtype, tensor);
            }
        }

        if (problems.Count > 0)
        {
            throw CheckpointException.All(problems);
        }

        if (_byName.Count == 0)
        {
            throw CheckpointException.NoTensors(_path, state.Entries.Select(entry => $"{entry.Key}"));
        }
    }

    private void Add(string name, DType dtype, PickleTensor tensor)
    {
        var storage = tensor.Storage;
        var (root, viewStart) = storage.View ?? (storage, 0);
        var offset = root.Offset + ((viewStart + tensor.Start) * dtype.Size());
        _byName.Add(name, new TensorInfo(name, dtype, tensor.Shape, offset));
        if (!tensor.IsContiguous)
        {
            _strided.Add(name, new StridedTensor(_file, offset, tensor.Shape, tensor.Strides, dtype.Size()));
        }
    }
}
