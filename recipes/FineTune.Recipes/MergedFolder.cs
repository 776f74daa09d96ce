using System.Text.Json.Nodes;
using FineTune.Peft;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Writes a classifier as one plain checkpoint in transformers' layout: merged weights, configuration with
/// labels, tokenizer.</summary>
internal static class MergedFolder
{
    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Where; made if need be.</param>
    /// <param name="model">The model with its adapter attached.</param>
    /// <param name="dtype">float32, bfloat16 or float16.</param>
    public static void Write(string folder, TrainedClassifier model, string dtype)
    {
        Directory.CreateDirectory(folder);
        var type = dtype switch
        {
            "bfloat16" => ScalarType.BFloat16,
            "float16" => ScalarType.Float16,
            _ => ScalarType.Float32,
        };
        Merger.Write(Path.Combine(folder, "model.safetensors"), model.Adapter!, model.Loaded.Parameters, type);
        model.Config
            .With("architectures", new JsonArray(model.Entry.SequenceClassifierName))
            .With(model.Config.Has("torch_dtype") ? "torch_dtype" : "dtype", dtype)
            .Save(Path.Combine(folder, "config.json"));
        TokenizerFiles.Save(model.Tokenizer, folder, model.MaxLength);
    }
}
