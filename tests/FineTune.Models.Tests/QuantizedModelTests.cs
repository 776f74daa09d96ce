using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

/// <summary>Whole models over quantised weights.</summary>
public sealed class QuantizedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(QuantizationKind.Nf4, true, 0.3)]
    [InlineData(QuantizationKind.Int8, false, 0.56)]
    public void The_frozen_weights_of_60_million_parameters_take_a_fraction_of_bfloat16s_memory(
        QuantizationKind kind, bool doubled, double bound)
    {
        WriteLlama(layers: 18, hidden: 512, inter: 1376, vocab: 2048);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        using var loaded = files.LoadCausalLM(
            files.Config,
            new LoadOptions { Device = CPU, DType = bfloat16, Storage = new Quantization(kind, doubled) });

        var count = loaded.Parameters.TotalCount;
        Assert.InRange(count, 55_000_000, 65_000_000);
        Assert.InRange(loaded.Parameters.Bytes / (2.0 * count), 0, bound);
        var layers = loaded.Parameters.All.Where(p => p.Name.Contains("_proj")).ToList();
        Assert.Equal(18 * 7, layers.Count);
        Assert.All(layers, p => Assert.NotNull(p.Frozen));
        Assert.Null(loaded.Parameters.Find("lm_head.weight")!.Frozen);
    }

    [Theory]
    [InlineData("bitsandbytes")]
    [InlineData("gptq")]
    [InlineData("awq")]
    public void A_checkpoint_that_is_quantised_already_is_refused_with_the_fix(string method)
    {
        WriteLlama(layers: 1, hidden: 64, inter: 64, vocab: 16);
        HfConfig.Open(_folder.At("base"))
            .With("quantization_config", new JsonObject { ["quant_method"] = method })
            .Save(_folder.At("base", "config.json"));
        var error = Assert.Throws<CheckpointException>(() => PretrainedFolder.Open(_folder.At("base")));
        Assert.Contains($"'{method}'", error.Message);
        Assert.Contains("load_in_4bit", error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private void WriteLlama(int layers, long hidden, long inter, long vocab)
    {
        var shapes = new Dictionary<string, long[]>
        {
            ["model.embed_tokens.weight"] = [vocab, hidden],
            ["lm_head.weight"] = [vocab, hidden],
            ["model.norm.weight"] = [hidden],
        };
        for (var i = 0; i < layers; i++)
        {
            foreach (var name in new[] { "q", "k", "v", "o" })
            {
                shapes[$"model.layers.{i}.self_attn.{name}_proj.weight"] = [hidden, hidden];
            }
            shapes[$"model.layers.{i}.mlp.gate_proj.weight"] = [inter, hidden];
            shapes[$"model.layers.{i}.mlp.up_proj.weight"] = [inter, hidden];
            shapes[$"model.layers.{i}.mlp.down_proj.weight"] = [hidden, inter];
            shapes[$"model.layers.{i}.input_layernorm.weight"] = [hidden];
            shapes[$"model.layers.{i}.post_attention_layernorm.weight"] = [hidden];
        }
        HfJson.Write(_folder.At("base", "config.json"), new JsonObject
        {
            ["model_type"] = "llama",
            ["vocab_size"] = vocab,
            ["hidden_size"] = hidden,
            ["intermediate_size"] = inter,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = 8,
            ["max_position_embeddings"] = 64,
        });
        var random = new Random(1);
        SafetensorsWriter.Write(
            _folder.At("base", "model.safetensors"),
            shapes.Select(s => new TensorInfo(s.Key, DType.BF16, s.Value)),
            (info, stream) =>
            {
                var bytes = new byte[info.ByteLength];
                for (var i = 1; i < bytes.Length; i += 2)
                {
                    // The sign and the exponents of numbers between 2^-7 and 2^-3.
                    (bytes[i - 1], bytes[i]) = ((byte)random.Next(256), (byte)(0x3c | (random.Next(2) << 7)));
                }
                stream.Write(bytes);
            });
    }
}
