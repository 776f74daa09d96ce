using System.Runtime.InteropServices;

namespace FineTune.Formats.Tests;

public sealed class SafetensorsFileTests
{
    private const string TwoTensors =
        """{"__metadata__":{"format":"pt"},"b":{"dtype":"I32","shape":[2],"data_offsets":[4,12]},"a":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]}} """;

    [Fact]
    public void Tensors_come_in_file_order_with_type_shape_and_bytes()
    {
        using var folder = new TempFolder();
        var bytes = Safetensors.Bytes(TwoTensors, 12);
        MemoryMarshal.Cast<byte, int>(bytes.AsSpan(bytes.Length - 8))[1] = -7;
        using var file = SafetensorsFile.Open(folder.Write("m.safetensors", bytes));

        Assert.Equal(["a", "b"], file.Tensors.Select(tensor => tensor.Name));
        Assert.True(file.TryGet("b", out var b));
        Assert.Equal((DType.I32, "[2]", 2L, 8L), (b.DType, b.ShapeText, b.ElementCount, b.ByteLength));
        Assert.Equal([0, -7], MemoryMarshal.Cast<byte, int>(file.Bytes(b, 0, 8)).ToArray());
        Assert.Equal(-7, MemoryMarshal.Read<int>(file.Bytes(b, 4, 4)));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(folder.File("m.safetensors"), file.Describe("a"));
        Assert.False(file.TryGet("c", out _));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(8, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    public void A_window_may_not_leave_its_tensor(long start, int length)
    {
        using var folder = new TempFolder();
        using var file = SafetensorsFile.Open(folder.Write("m.safetensors", Safetensors.Bytes(TwoTensors, 12)));
        Assert.True(file.TryGet("b", out var b));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Bytes(b, start, length).Length);
    }

    [Fact]
    public void Bytes_after_disposal_are_refused()
    {
        using var folder = new TempFolder();
        var file = SafetensorsFile.Open(folder.Write("m.safetensors", Safetensors.Bytes(TwoTensors, 12)));
        Assert.True(file.TryGet("b", out var b));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Bytes(b, 0, 1).Length);
    }

    [Theory]
    [InlineData("""{}""", 0)]
    [InlineData("""{"s":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"e":{"dtype":"F32","shape":[0,4],"data_offsets":[4,4]},"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"x":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1],"note":{"more":[1]}}}     """, 1)]
    public void Empty_files_scalars_empty_tensors_and_unknown_fields_are_fine(string header, int dataBytes)
    {
        using var folder = new TempFolder();
        using var file = SafetensorsFile.Open(folder.Write("m.safetensors", Safetensors.Bytes(header, dataBytes)));
        foreach (var tensor in file.Tensors)
        {
            Assert.Equal(tensor.ByteLength, file.Bytes(tensor, 0, (int)tensor.ByteLength).Length);
        }
    }

    [SkippableFact]
    public void Every_golden_file_opens_and_spans_its_whole_length()
    {
        var files = Directory.GetFiles(SharedFolder.Require("goldens"), "*.safetensors", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            using var file = SafetensorsFile.Open(path);
            Assert.Equal(new FileInfo(path).Length, file.Tensors.Max(tensor => tensor.Offset + tensor.ByteLength));
        }
    }

    [Fact]
    public void A_header_of_a_hundred_thousand_tensors_is_read()
    {
        var entries = Enumerable.Range(0, 100_000).Select(i =>
            $$$"""
            "model.layers.{{{i}}}.self_attn.q_proj.weight":{"dtype":"F32","shape":[1],"data_offsets":[{{{i * 4}}},{{{(i * 4) + 4}}}]}
            """);
        using var folder = new TempFolder();
        var path = folder.Write("m.safetensors", Safetensors.Bytes($"{{{string.Join(',', entries)}}}", 400_000));
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(100_000, file.Tensors.Count);
        Assert.True(file.TryGet("model.layers.99999.self_attn.q_proj.weight", out _));
    }
}
