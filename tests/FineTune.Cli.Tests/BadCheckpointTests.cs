using FineTune.Formats;

namespace FineTune.Cli.Tests;

public sealed class BadCheckpointTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly string _model;

    public BadCheckpointTests() => _model = _place.CopyModel("model");

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Missing_unexpected_and_misshapen_tensors_are_all_listed()
    {
        Rewrite(name => name switch
        {
            _ when name.EndsWith("layer.1.attention.self.key.bias", StringComparison.Ordinal) => null,
            _ when name.EndsWith("layer.2.output.dense.weight", StringComparison.Ordinal) => name + "s",
            _ => name,
        });

        Refuse(
            "missing:", "bert.encoder.layer.1.attention.self.key.bias", "bert.encoder.layer.2.output.dense.weight",
            "unexpected:", "bert.encoder.layer.2.output.dense.weights",
            "of another shape:", "bert.embeddings.position_embeddings.weight: the checkpoint has [");
    }

    [Theory]
    [InlineData(4, "truncated")]
    [InlineData(100, "truncated")]
    [InlineData(500_000, "truncated")]
    public void A_truncated_file_is_told_by_its_name(int bytes, string saying)
    {
        Resize(bytes);

        Refuse("model.safetensors", saying);
    }

    [Fact]
    public void A_damaged_header_is_told_by_its_file()
    {
        using (var file = File.OpenWrite(Weights))
        {
            file.Position = 20;
            file.Write("}}}}"u8);
        }

        Refuse("model.safetensors: the header is not a JSON object");
    }

    [Fact]
    public void Files_that_are_not_there_are_told_together()
    {
        File.Delete(Weights);
        File.Delete(Path.Combine(_model, "tokenizer.json"));
        File.Delete(Path.Combine(_model, "vocab.txt"));

        Refuse("2 problems:", "model.safetensors", "no tokenizer here");
    }

    [Fact]
    public void An_architecture_that_is_not_known_is_told_with_those_that_are()
    {
        var config = Path.Combine(_model, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"bert\"", "\"brt\"", StringComparison.Ordinal));

        Refuse("config.json", "'brt'", "bert");
    }

    [Fact]
    public void An_adapter_on_another_base_model_is_refused_with_the_tensors_that_do_not_fit()
    {
        _place.Inside(["train", "config.yaml", .. Workplace.Set(["training.max_steps=1", "evaluation.eval_strategy=no"])]).Done();
        var adapter = _place.At("run", "adapter", "adapter_config.json");
        File.WriteAllText(adapter, File.ReadAllText(adapter).Replace("\"r\": 4", "\"r\": 2", StringComparison.Ordinal));

        _place.Inside("predict", "run", "--text", "x").Refused("adapter_model.safetensors", "of another shape", "lora_A");
    }

    private string Weights => Path.Combine(_model, CheckpointFolder.WeightsName);

    private void Refuse(params IReadOnlyList<string> saying)
    {
        var before = _place.Tree();
        _place.Inside(["train", "config.yaml", .. Workplace.Set(["model.model_name_or_path=model"])]).Refused(saying);
        Assert.Equal(before, _place.Tree());
    }

    // Renames tensors, leaves those without a name out, and cuts the position embeddings short.
    private void Rewrite(Func<string, string?> rename)
    {
        using (var source = SafetensorsFile.Open(Path.Combine(Workplace.TinyBert, CheckpointFolder.WeightsName)))
        {
            var kept = source.Tensors.Where(t => rename(t.Name) is not null).ToDictionary(t => rename(t.Name)!);
            SafetensorsWriter.Write(
                Weights,
                kept.Select(t => new TensorInfo(t.Key, t.Value.DType, Cut(t.Key, t.Value.Shape))),
                (info, stream) => stream.Write(source.Bytes(kept[info.Name], 0, (int)info.ByteLength)));
        }
    }

    private static long[] Cut(string name, long[] shape) =>
        name.EndsWith("position_embeddings.weight", StringComparison.Ordinal) ? [shape[0] / 2, shape[1]] : shape;

    private void Resize(long bytes)
    {
        using var file = File.OpenWrite(Weights);
        file.SetLength(bytes);
    }
}
