using System.Runtime.InteropServices;

namespace FineTune.Formats.Tests;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void Tensors_are_laid_out_by_dtype_then_name_and_the_header_is_padded()
    {
        using var folder = new TempFolder();
        var path = folder.File("m.safetensors");
        TensorInfo[] tensors =
        [
            new("z", DType.BOOL, [1]), new("b", DType.F32, [2]), new("a", DType.F32, []), new("h", DType.F16, [1]),
            new("l", DType.I64, [1]), new("d", DType.F64, [0, 3]),
        ];
        SafetensorsWriter.Write(path, tensors, (tensor, stream) => stream.Write(new byte[tensor.ByteLength]));

        using var file = SafetensorsFile.Open(path);
        Assert.Equal(["l", "d", "a", "b", "h", "z"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(0, file.Tensors.First().Offset % 8);
        Assert.StartsWith("""{"__metadata__":{"format":"pt"},"l":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},""",
            System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(path)[8..]));
    }

    [SkippableFact]
    public void Golden_files_are_written_back_byte_for_byte()
    {
        using var folder = new TempFolder();
        var files = Directory.GetFiles(SharedFolder.Require("goldens"), "*.safetensors", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            using var source = SafetensorsFile.Open(path);
            var copy = folder.File("copy.safetensors");
            var shuffled = source.Tensors.Reverse();
            SafetensorsWriter.Write(
                copy,
                shuffled,
                (tensor, stream) => stream.Write(source.Bytes(tensor, 0, (int)tensor.ByteLength)),
                source.Metadata);
            Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(copy)), path);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_written_is_read_back(int seed)
    {
        var random = new Random(seed);
        var bytes = new Dictionary<string, byte[]>();
        TensorInfo[] tensors =
        [
            .. Enum.GetValues<DType>().SelectMany(dtype => Enumerable.Range(0, 3).Select(i =>
                new TensorInfo($"{dtype}.\"é\\{i}", dtype, [.. Enumerable.Range(0, i).Select(_ => (long)random.Next(5))]))),
        ];
        foreach (var tensor in tensors)
        {
            random.NextBytes(bytes[tensor.Name] = new byte[tensor.ByteLength]);
        }

        using var folder = new TempFolder();
        SafetensorsWriter.Write(folder.File("m.safetensors"), tensors, (tensor, stream) => stream.Write(bytes[tensor.Name]));
        using var file = SafetensorsFile.Open(folder.File("m.safetensors"));
        Assert.Equal(tensors.Length, file.Tensors.Count);
        foreach (var tensor in tensors)
        {
            Assert.True(file.TryGet(tensor.Name, out var read), $"seed {seed}: {tensor.Name}");
            Assert.Equal((tensor.DType, tensor.ShapeText), (read.DType, read.ShapeText));
            Assert.Equal(bytes[tensor.Name], file.Bytes(read, 0, (int)read.ByteLength).ToArray());
        }
    }

    [Fact]
    public void A_callback_that_writes_too_little_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        var path = folder.Write("m.safetensors", "as it was");
        var error = Assert.Throws<ArgumentException>(() =>
            SafetensorsWriter.Write(path, [new("w", DType.F32, [2])], (_, stream) => stream.Write([1, 2, 3])));
        Assert.Contains("'w' takes 8 bytes, 3 were written", error.Message);
        Assert.Equal("as it was", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("w")]
    [InlineData("__metadata__")]
    public void A_name_given_twice_or_taken_by_the_format_is_refused(string name)
    {
        using var folder = new TempFolder();
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(
            folder.File("m"), [new("w", DType.U8, [0]), new(name, DType.U8, [0])], (_, _) => { }));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_tensor_of_many_windows_is_streamed()
    {
        using var folder = new TempFolder();
        var values = Enumerable.Range(0, 1 << 20).ToArray();
        SafetensorsWriter.Write(folder.File("m"), [new("w", DType.I32, [values.Length])], (_, stream) =>
        {
            foreach (var chunk in values.Chunk(1000))
            {
                stream.Write(MemoryMarshal.AsBytes(chunk.AsSpan()));
            }
        });
        using var file = SafetensorsFile.Open(folder.File("m"));
        Assert.True(file.TryGet("w", out var w));
        Assert.True(MemoryMarshal.Cast<byte, int>(file.Bytes(w, 0, (int)w.ByteLength)).SequenceEqual(values));
    }
}
