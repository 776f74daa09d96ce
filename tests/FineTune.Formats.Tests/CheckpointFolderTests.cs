namespace FineTune.Formats.Tests;

public sealed class CheckpointFolderTests
{
    private const string Index = CheckpointFolder.IndexName;

    [Fact]
    public void One_file_is_read()
    {
        using var folder = new TempFolder();
        WriteShard(folder, CheckpointFolder.WeightsName, ("w", 3));
        using var checkpoint = CheckpointFolder.Open(folder.Path);
        Assert.True(checkpoint.TryGet("w", out var w));
        Assert.Equal([3, 3], checkpoint.Bytes(w, 1, 2).ToArray());
        Assert.Equal(folder.File(CheckpointFolder.WeightsName), checkpoint.Describe("w"));
        Assert.Equal(folder.Path, checkpoint.Describe("v"));
        Assert.False(checkpoint.TryGet("v", out _));
    }

    [Fact]
    public void Shards_are_read_through_the_index_and_unindexed_tensors_are_there_too()
    {
        using var folder = new TempFolder();
        WriteShard(folder, "one.safetensors", ("a", 1), ("shared", 1));
        WriteShard(folder, "two.safetensors", ("b", 2), ("shared", 2), ("stray", 2));
        folder.Write(Index, """{"metadata":{"total_size":15},"weight_map":{"b":"two.safetensors","a":"one.safetensors","shared":"two.safetensors"}}""");
        using var checkpoint = CheckpointFolder.Open(folder.Path);
        Assert.Equal(["a", "b", "shared", "stray"], checkpoint.Tensors.Select(tensor => tensor.Name));
        Assert.True(checkpoint.TryGet("shared", out var shared));
        Assert.Equal(2, checkpoint.Bytes(shared, 0, 1)[0]);
        Assert.EndsWith("two.safetensors", checkpoint.Describe("stray"));
    }

    [Fact]
    public void Missing_shards_and_tensors_and_damage_are_all_listed()
    {
        using var folder = new TempFolder();
        WriteShard(folder, "one.safetensors", ("a", 1), ("stray", 1));
        WriteShard(folder, "two.safetensors", ("b", 1), ("stray", 1));
        folder.Write("bad.safetensors", [1, 2]);
        folder.Write(Index, """
            {"weight_map":{"a":"one.safetensors","c":"one.safetensors","b":"two.safetensors",
             "d":"gone.safetensors","e":"gone.safetensors","f":"bad.safetensors"}}
            """);
        var problems = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path)).Problems;
        Assert.Equal(4, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("tensor 'c' should be in 'one.safetensors'"));
        Assert.Contains(problems, problem => problem.Contains("'gone.safetensors' is not there; it holds 2 tensors"));
        Assert.Contains(problems, problem => problem.Contains("bad.safetensors: the file is truncated"));
        Assert.Contains(problems, problem => problem.Contains("'stray' is in 'one.safetensors' and in 'two.safetensors'"));
    }

    [Theory]
    [InlineData("../evil.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../evil.safetensors")]
    [InlineData("..\\\\evil.safetensors")]
    [InlineData("C:evil.safetensors")]
    [InlineData("a\\u0000b")]
    [InlineData("")]
    [InlineData(".")]
    public void A_shard_outside_the_folder_is_refused(string shard)
    {
        using var folder = new TempFolder();
        folder.Write(Index, $$$"""{"weight_map":{"w":"{{{shard}}}"}}""");
        Assert.Contains("outside the checkpoint's folder", Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path)).Message);
    }

    [Theory]
    [InlineData("{", "model.safetensors.index.json:1:2: not valid JSON")]
    [InlineData("[]", "expected a JSON object, found []")]
    [InlineData("""{"weightmap":{}}""", "key 'weight_map' is missing. Did you mean 'weightmap'?")]
    [InlineData("""{"weight_map":[1]}""", "'weight_map' must be an object of file names, found [1]")]
    [InlineData("""{"weight_map":{"w":5}}""", "'weight_map.w' must be a file name, found 5")]
    [InlineData("""{"weight_map":{"w":"a","w":"b"}}""", "not valid JSON")]
    public void A_broken_index_is_refused(string index, string expected)
    {
        using var folder = new TempFolder();
        folder.Write(Index, index);
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path)).Message);
    }

    [Fact]
    public void A_folder_without_weights_lists_what_is_there()
    {
        using var folder = new TempFolder();
        folder.Write("tf_model.h5", "");
        var error = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.Path));
        Assert.Contains(
            "looked for model.safetensors and model.safetensors.index.json and pytorch_model.bin and " +
            "pytorch_model.bin.index.json; found tf_model.h5",
            error.Message);
    }

    [Fact]
    public void Safetensors_are_taken_before_files_of_torch_save()
    {
        using var folder = new TempFolder();
        File.Copy(Goldens.At("torch", "module.bin"), folder.File(CheckpointFolder.TorchWeightsName));
        using (var torch = CheckpointFolder.Open(folder.Path))
        {
            Assert.Equal(["weight", "bias"], torch.Tensors.Select(tensor => tensor.Name));
            Assert.EndsWith("pytorch_model.bin", torch.Describe("weight"));
        }

        WriteShard(folder, "one.safetensors", ("a", 1));
        folder.Write(Index, """{"weight_map":{"a":"one.safetensors"}}""");
        using var checkpoint = CheckpointFolder.Open(folder.Path);
        Assert.Equal(["a"], checkpoint.Tensors.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Shards_of_torch_save_are_read_through_their_index()
    {
        using var folder = new TempFolder();
        File.Copy(Goldens.At("torch", "module.bin"), folder.File("pytorch_model-00001-of-00002.bin"));
        File.Copy(Goldens.At("torch", "protocol4.bin"), folder.File("pytorch_model-00002-of-00002.bin"));
        folder.Write(CheckpointFolder.TorchIndexName, """
            {"weight_map":{"weight":"pytorch_model-00001-of-00002.bin","base":"pytorch_model-00002-of-00002.bin"}}
            """);
        using var checkpoint = CheckpointFolder.Open(folder.Path);
        Assert.Equal(
            ["weight", "bias", "f32", "base", "transposed"], checkpoint.Tensors.Select(tensor => tensor.Name));
        Assert.True(checkpoint.TryGet("transposed", out var transposed));
        Assert.Equal((6 * 4 * 4, "[6, 4]"), (checkpoint.Bytes(transposed, 0, 96).Length, transposed.ShapeText));
    }

    [Fact]
    public void A_missing_folder_names_the_nearest_one()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("tiny-bert"));
        var error = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(folder.File("tiny-brt/")));
        Assert.Contains("no such folder. Did you mean 'tiny-bert'?", error.Message);
    }

    private static void WriteShard(TempFolder folder, string name, params (string Name, byte Fill)[] tensors) =>
        SafetensorsWriter.Write(
            folder.File(name),
            tensors.Select(tensor => new TensorInfo(tensor.Name, DType.U8, [3])),
            (info, stream) => stream.Write(Enumerable.Repeat(tensors.First(tensor => tensor.Name == info.Name).Fill, 3).ToArray()));
}
