using System.Text;

namespace FineTune.Formats.Tests;

/// <summary>Every way a file can be wrong, and that its message names what to look at.</summary>
public sealed class SafetensorsBadFileTests
{
    [Fact]
    public void A_missing_file_names_the_nearest_one()
    {
        using var folder = new TempFolder();
        folder.Write("model.safetensors", "");
        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(folder.File("modle.safetensors")));
        Assert.Contains("no such file", error.Message);
        Assert.Contains("Did you mean 'model.safetensors'?", error.Message);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(folder.File("gone/m.safetensors")));
        Assert.Contains("no folder", error.Message);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_cannot_be_read()
    {
        using var folder = new TempFolder();
        Assert.Contains("cannot be read", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(folder.Path)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_without_room_for_a_header_length_is_truncated(int bytes) =>
        Assert.Contains($"{bytes} bytes are there", Assert.Single(Safetensors.Problems(new byte[bytes])));

    [Fact]
    public void A_git_lfs_pointer_is_called_one() =>
        Assert.Contains("git lfs pull", Assert.Single(Safetensors.Problems(
            Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"))));

    [Fact]
    public void A_header_beyond_the_limit_is_refused() =>
        Assert.Contains("at most 100,000,000", Assert.Single(Safetensors.Problems([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0, (byte)'{'])));

    [Fact]
    public void A_file_that_ends_in_its_header_is_truncated() =>
        Assert.Contains("takes 9 bytes, 2 are there", Assert.Single(Safetensors.Problems([9, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'])));

    [Theory]
    [InlineData("", "does not start with '{'")]
    [InlineData("[]", "does not start with '{'")]
    [InlineData(" {}", "does not start with '{'")]
    [InlineData("{", "not a JSON object")]
    [InlineData("{}{}", "not a JSON object")]
    [InlineData("{\"a\":}", "not a JSON object")]
    [InlineData("{\"\\ud800\":1}", "surrogate")]
    public void A_header_that_is_not_json_is_refused(string header, string expected) =>
        Assert.Contains(expected, Assert.Single(Safetensors.Problems(header, 0)));

    [Fact]
    public void A_header_that_is_not_utf8_is_refused() =>
        Assert.Contains("not UTF-8", Assert.Single(Safetensors.Problems(Safetensors.Bytes([(byte)'{', 0xFF, (byte)'}'], 0))));

    [Theory]
    [InlineData("""{"t":3}""", "'t': expected an object with dtype, shape and data_offsets, found 3")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1]}}""", """'t': expected dtype, shape and data_offsets, found {"dtype":"F32","shape":[1]}""")]
    [InlineData("""{"t":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}""", "'t.dtype': expected one string, found 4")]
    [InlineData("""{"t":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "'t.dtype': expected one string, found \"U8\"")]
    [InlineData("""{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "'t.shape': expected one list of non-negative integers, found [-1]")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "found [1.5]")]
    [InlineData("""{"t":{"dtype":"F32","shape":{"0":1},"data_offsets":[0,4]}}""", "found {\"0\":1}")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", "'t.data_offsets': expected one pair")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "found [4,0]")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", "found [0,99999999999999999999]")]
    [InlineData("""{"__metadata__":[],"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'__metadata__': expected an object of strings, found []")]
    [InlineData("""{"__metadata__":{"k":1},"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'__metadata__.k': expected one string, found 1")]
    [InlineData("""{"t":{"dtype":"F23","shape":[1],"data_offsets":[0,4]}}""", "dtype 'F23'; read are BOOL, U8, I8, I16, F16, BF16, I32, F32, F64, I64. Did you mean 'F32'?")]
    [InlineData("""{"t":{"dtype":"5","shape":[1],"data_offsets":[0,4]}}""", "dtype '5'")]
    [InlineData("""{"t":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}""", "F64 [1] takes 8 bytes, its data_offsets span 4")]
    [InlineData("""{"t":{"dtype":"F64","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", "takes more than 9,223,372,036,854,775,807 bytes")]
    [InlineData("""{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"t":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", "tensor 't' is there twice")]
    [InlineData("""{"t":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"u":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "'u' starts at byte 2, inside 't', which ends at 3")]
    [InlineData("""{"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"u":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "bytes 1 to 2, before tensor 'u', belong to no tensor")]
    [InlineData("""{"t":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}}""", "promises 5 bytes of tensors, 4 are there (tensors cut or missing: 1). Download it again.")]
    [InlineData("""{"t":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "1 too many")]
    [InlineData("""{}""", "promises 0 bytes of tensors, 4 are there")]
    public void A_header_that_contradicts_itself_or_its_four_bytes_of_data_is_refused(string header, string expected)
    {
        var problem = Assert.Single(Safetensors.Problems(header, 4));
        Assert.Contains("model.safetensors: ", problem);
        Assert.Contains(expected, problem);
    }

    [Fact]
    public void All_problems_of_a_file_are_reported_at_once()
    {
        const string header =
            """
            {"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[9],"data_offsets":[1,2]},
             "__metadata__":{"k":7},"d":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}
            """;
        var problems = Safetensors.Problems(header, 4);
        Assert.Equal(4, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("F8_E4M3"));
        Assert.Contains(problems, problem => problem.Contains("U8 [9] takes 9 bytes"));
        Assert.Contains(problems, problem => problem.Contains("'__metadata__.k': expected one string"));
        Assert.Contains(problems, problem => problem.Contains("bytes 2 to 3"));
    }

    [Fact]
    public void A_long_list_of_problems_is_cut_and_counted()
    {
        var entries = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"t{i}\":{i}"));
        using var folder = new TempFolder();
        var path = folder.Write("m.safetensors", Safetensors.Bytes($"{{{entries}}}", 0));
        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        Assert.Equal(50, error.Problems.Count);
        Assert.StartsWith("50 problems:", error.Message);
        Assert.EndsWith("... and 30 more", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_mutation_of_a_file_gives_anything_but_a_checkpoint_exception(int seed)
    {
        const string header =
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"BOOL","shape":[],"data_offsets":[8,9]}}""";
        var intact = Safetensors.Bytes(header, 9);
        var random = new Random(seed);
        using var folder = new TempFolder();
        var (opened, refused) = (0, 0);
        for (var round = 0; round < 700; round++)
        {
            var path = folder.Write("m.safetensors", Mutate(intact, random));
            try
            {
                using var file = SafetensorsFile.Open(path);
                foreach (var tensor in file.Tensors)
                {
                    _ = file.Bytes(tensor, 0, (int)tensor.ByteLength).ToArray();
                }

                opened++;
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.True(opened > 0 && refused > opened, $"seed {seed}: {opened} opened, {refused} refused");
    }

    private static byte[] Mutate(byte[] intact, Random random)
    {
        List<byte> bytes = [.. intact];
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = (byte)"{}[]\",:0129-.eE\\ u"[random.Next(18)];
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                case 3:
                    bytes.Insert(at, bytes[random.Next(bytes.Count)]);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(Math.Min(8, bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
