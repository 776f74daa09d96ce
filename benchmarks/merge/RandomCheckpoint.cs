using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using static TorchSharp.torch;

namespace MergeBenchmark;

/// <summary>A Llama of any depth with random bfloat16 weights, a tokenizer, and a LoRA adapter on every linear layer.</summary>
internal static class RandomCheckpoint
{
    private const int Hidden = 2048;
    private const int Inter = 5632;
    private const int Vocab = 32_000;
    private const int Heads = 32;
    private const int KeyWidth = 256;

    /// <summary>Writes <c>base</c> and <c>adapter</c> into a folder.</summary>
    public static void Write(string folder, int layers, int rank)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "base")).FullName;
        HfJson.Write(Path.Combine(path, "config.json"), new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["vocab_size"] = Vocab,
            ["hidden_size"] = Hidden,
            ["intermediate_size"] = Inter,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = Heads,
            ["num_key_value_heads"] = KeyWidth / (Hidden / Heads),
            ["max_position_embeddings"] = 2048,
            ["tie_word_embeddings"] = false,
            ["torch_dtype"] = "bfloat16",
        });
        WriteTokenizer(path);
        var random = new Random(1);
        SafetensorsWriter.Write(
            Path.Combine(path, CheckpointFolder.WeightsName),
            Tensors(layers).Select(t => new TensorInfo(t.Name, DType.BF16, t.Shape)),
            (tensor, stream) => Fill(tensor, stream, random));
        WriteAdapter(path, Path.Combine(folder, "adapter"), rank);
    }

    private static IEnumerable<(string Name, long[] Shape)> Tensors(int layers)
    {
        yield return ("model.embed_tokens.weight", [Vocab, Hidden]);
        yield return ("lm_head.weight", [Vocab, Hidden]);
        yield return ("model.norm.weight", [Hidden]);
        for (var i = 0; i < layers; i++)
        {
            var layer = $"model.layers.{i}";
            yield return ($"{layer}.input_layernorm.weight", [Hidden]);
            yield return ($"{layer}.post_attention_layernorm.weight", [Hidden]);
            yield return ($"{layer}.self_attn.q_proj.weight", [Hidden, Hidden]);
            yield return ($"{layer}.self_attn.k_proj.weight", [KeyWidth, Hidden]);
            yield return ($"{layer}.self_attn.v_proj.weight", [KeyWidth, Hidden]);
            yield return ($"{layer}.self_attn.o_proj.weight", [Hidden, Hidden]);
            yield return ($"{layer}.mlp.gate_proj.weight", [Inter, Hidden]);
            yield return ($"{layer}.mlp.up_proj.weight", [Inter, Hidden]);
            yield return ($"{layer}.mlp.down_proj.weight", [Hidden, Inter]);
        }
    }

    private static void Fill(TensorInfo tensor, Stream stream, Random random)
    {
        var block = new ushort[1 << 20];
        for (long done = 0; done < tensor.ElementCount; done += block.Length)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, tensor.ElementCount - done));
            foreach (ref var value in part)
            {
                var number = tensor.Shape.Length == 1 ? 1f : (random.NextSingle() - 0.5f) * 0.07f;
                value = (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16);
            }
            stream.Write(MemoryMarshal.AsBytes(part));
        }
    }

    private static void WriteTokenizer(string path)
    {
        var vocab = new JsonObject { ["<unk>"] = 0, ["</s>"] = 1 };
        for (var i = 2; i < Vocab; i++)
        {
            vocab[$"w{i}"] = i;
        }
        HfJson.Write(Path.Combine(path, "tokenizer.json"), new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(),
            ["pre_tokenizer"] = new JsonObject { ["type"] = "WhitespaceSplit" },
            ["model"] = new JsonObject { ["type"] = "WordLevel", ["vocab"] = vocab, ["unk_token"] = "<unk>" },
        });
        HfJson.Write(
            Path.Combine(path, "tokenizer_config.json"),
            new JsonObject { ["tokenizer_class"] = "PreTrainedTokenizerFast", ["unk_token"] = "<unk>" });
    }

    private static void WriteAdapter(string model, string folder, int rank)
    {
        using var files = PretrainedFolder.Open(model);
        var config = new LoraConfig { Rank = rank, Alpha = rank, TargetModules = TargetModules.Parse("all-linear") };
        var adapter = PeftRegistry.Create(config, new AdapterContext("llama", AdapterContext.CausalLM));
        using var loaded = files.LoadCausalLM(
            files.Config, new LoadOptions { Device = CPU, Adapter = adapter, Storage = FrozenStorage.OnDisk });
        using var guard = no_grad();
        using var random = new Generator(1);
        foreach (var parameter in loaded.Parameters.Trainable)
        {
            parameter.Value.normal_(0, 0.02, random);
        }
        AdapterFolder.Save(folder, adapter, loaded.Parameters, model);
    }
}
