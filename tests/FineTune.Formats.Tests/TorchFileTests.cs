namespace FineTune.Formats.Tests;

/// <summary>Files that torch itself wrote (<c>goldens/torch/generate.py</c>).</summary>
public sealed class TorchFileTests
{
    [Theory]
    [InlineData("zip.bin")]
    [InlineData("legacy.bin")]
    public void Every_dtype_view_and_tied_tensor_is_read_as_torch_reads_it(string name)
    {
        var expected = HfJson.Read(Goldens.At("torch", "tensors.json"));
        using var file = TorchFile.Open(Goldens.At("torch", name));
        Assert.Equal(expected.Select(entry => entry.Key).Order(), file.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var (key, value) in expected)
        {
            Assert.True(file.TryGet(key, out var info));
            Assert.Equal((string?)value!["dtype"], $"{info.DType}");
            Assert.Equal(value["shape"]!.AsArray().Select(size => (long)size!), info.Shape);
            Assert.Equal((string?)value["hex"], Hex(file.Bytes(info, 0, (int)info.ByteLength)));
        }
    }

    [Theory]
    [InlineData("transposed")]
    [InlineData("every_other")]
    [InlineData("permuted")]
    [InlineData("expanded")]
    [InlineData("rows")]
    public void Every_window_of_a_view_is_a_window_of_its_contiguous_copy(string tensor)
    {
        using var file = TorchFile.Open(Goldens.At("torch", "zip.bin"));
        Assert.True(file.TryGet(tensor, out var info));
        var whole = file.Bytes(info, 0, (int)info.ByteLength).ToArray();
        for (var start = 0; start <= whole.Length; start++)
        {
            for (var length = 0; start + length <= whole.Length; length++)
            {
                Assert.Equal(whole.AsSpan(start, length), file.Bytes(info, start, length));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Bytes(info, 1, whole.Length).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Bytes(info, -1, 1).Length);
    }

    [Fact]
    public void Tied_tensors_share_their_bytes()
    {
        using var file = TorchFile.Open(Goldens.At("torch", "zip.bin"));
        Assert.True(file.TryGet("base", out var one));
        Assert.True(file.TryGet("tied", out var other));
        Assert.True(file.Bytes(one, 0, 8).Overlaps(file.Bytes(other, 0, 8)));
    }

    [Fact]
    public void A_modules_own_state_dict_and_a_newer_pickle_protocol_are_read()
    {
        using var module = TorchFile.Open(Goldens.At("torch", "module.bin"));
        Assert.Equal(["bias", "weight"], module.Tensors.Select(tensor => tensor.Name).Order());
        using var newer = TorchFile.Open(Goldens.At("torch", "protocol4.bin"));
        Assert.Equal(["base", "f32", "transposed"], newer.Tensors.Select(tensor => tensor.Name).Order());
    }

    [Theory]
    [InlineData("poisoned.bin", "the pickle asks for '*.system', which reading tensors does not take")]
    [InlineData("whole_module.bin", "the pickle asks for 'torch.nn.modules.linear.Linear'")]
    [InlineData("quantized.bin", "the pickle asks for 'torch.")]
    [InlineData("float8.bin", "the pickle asks for 'torch._utils._rebuild_tensor_v3'")]
    [InlineData("uint16.bin", "the pickle asks for 'torch._utils._rebuild_tensor_v3'")]
    [InlineData("complex.bin", "tensor 'c' has dtype 'ComplexFloat'; read are BOOL")]
    [InlineData("big_endian.bin", "written by a big-endian machine")]
    [InlineData("deflated.bin", "entry 'module/byteorder' is compressed")]
    [InlineData("script.bin", "found a file that is a TorchScript program")]
    public void What_is_no_plain_state_dict_is_refused_by_name(string name, string expected)
    {
        var path = Goldens.At("torch", name);
        var message = Assert.Throws<CheckpointException>(() => TorchFile.Open(path)).Message;
        Assert.StartsWith(path, message);
        Assert.Matches(System.Text.RegularExpressions.Regex.Escape(expected).Replace(@"\*", "(posix|nt)"), message);
    }

    [Theory]
    [InlineData("zip.bin")]
    [InlineData("legacy.bin")]
    [InlineData("protocol4.bin")]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        var whole = File.ReadAllBytes(Goldens.At("torch", name));
        using var folder = new TempFolder();
        for (var length = 0; length < whole.Length; length += 19)
        {
            var path = folder.Write("cut.bin", whole[..length]);
            Assert.Throws<CheckpointException>(() => TorchFile.Open(path).Dispose());
        }
    }

    [Theory]
    [InlineData("zip.bin")]
    [InlineData("legacy.bin")]
    [InlineData("module.bin")]
    public void A_changed_byte_is_refused_or_leaves_every_tensor_inside_the_file(string name)
    {
        var whole = File.ReadAllBytes(Goldens.At("torch", name));
        using var folder = new TempFolder();
        for (var at = 0; at < whole.Length; at += 13)
        {
            var changed = whole.ToArray();
            changed[at] ^= (byte)(1 << (at / 13 % 8));
            if (Record.Exception(() => ReadAll(folder.Write("changed.bin", changed))) is { } error)
            {
                Assert.True(error is CheckpointException, $"byte {at}: {error}");
            }
        }
    }

    [Theory]
    [InlineData("", "found a file that is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer")]
    [InlineData("<html>not found</html>", "found a file that is unknown (it starts with <)")]
    public void Other_files_are_told_apart(string content, string expected)
    {
        using var folder = new TempFolder();
        var path = folder.Write("pytorch_model.bin", content);
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => TorchFile.Open(path)).Message);
    }

    private static void ReadAll(string path)
    {
        using var file = TorchFile.Open(path);
        foreach (var tensor in file.Tensors.Where(tensor => tensor.ByteLength < 1 << 20))
        {
            _ = file.Bytes(tensor, 0, (int)tensor.ByteLength).Length;
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
