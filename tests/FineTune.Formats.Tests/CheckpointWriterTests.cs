namespace FineTune.Formats.Tests;

public sealed class CheckpointWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void What_fits_is_one_file_without_an_index()
    {
        Write(limit: 48, ("a", 16), ("b", 32));
        Assert.Equal(["model.safetensors"], Names());
    }

    [Fact]
    public void Shards_are_filled_in_the_models_order_and_a_larger_tensor_has_one_to_itself()
    {
        Write(limit: 40, ("z", 16), ("y", 16), ("huge", 48), ("x", 8), ("w", 16));

        Assert.Equal(
            [
                "model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors",
                "model-00003-of-00003.safetensors", "model.safetensors.index.json",
            ],
            Names());
        // The large tensor's shard comes before the one that was being filled, as in the reference.
        Assert.Equal(
            """
            {
              "metadata": {
                "total_parameters": 26,
                "total_size": 104
              },
              "weight_map": {
                "huge": "model-00001-of-00003.safetensors",
                "w": "model-00003-of-00003.safetensors",
                "x": "model-00002-of-00003.safetensors",
                "y": "model-00002-of-00003.safetensors",
                "z": "model-00002-of-00003.safetensors"
              }
            }

            """,
            File.ReadAllText(_folder.File("model.safetensors.index.json")));
        using var folder = CheckpointFolder.Open(_folder.Path);
        Assert.Equal(["huge", "w", "x", "y", "z"], folder.Tensors.Select(t => t.Name).Order());
        foreach (var tensor in folder.Tensors)
        {
            var read = new byte[tensor.ByteLength - 4];
            folder.Read(tensor, 4, read);
            Assert.All(read, b => Assert.Equal(tensor.Name[0], (char)b));
            Assert.True(folder.Bytes(tensor, 4, read.Length).SequenceEqual(read));
        }
    }

    [Fact]
    public void A_window_outside_the_tensor_is_refused()
    {
        Write(limit: 40, ("a", 16));
        using var folder = CheckpointFolder.Open(_folder.Path);
        Assert.Throws<ArgumentOutOfRangeException>(() => folder.Read(folder.Tensors.First(), 12, new byte[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => folder.Read(folder.Tensors.First(), -4, new byte[4]));
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_open_is_said_to_be()
    {
        Write(limit: 40, ("a", 16));
        using var folder = CheckpointFolder.Open(_folder.Path);
        using (var file = new FileStream(
            _folder.File("model.safetensors"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(file.Length - 8);
        }
        var error = Assert.Throws<CheckpointException>(() => folder.Read(folder.Tensors.First(), 0, new byte[16]));
        Assert.Contains("shorter", error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(long limit, params (string Name, long Bytes)[] tensors) =>
        CheckpointWriter.Write(
            _folder.Path,
            [.. tensors.Select(t => new TensorInfo(t.Name, DType.F32, [t.Bytes / 4]))],
            (info, stream) => stream.Write([.. Enumerable.Repeat((byte)info.Name[0], (int)info.ByteLength)]),
            new ByteSize(limit));

    private IEnumerable<string> Names() => Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)!).Order();
}
