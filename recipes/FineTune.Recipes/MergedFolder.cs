using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Peft;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Writes a classifier as one plain checkpoint in transformers' layout: merged weights, configuration with
/// labels, tokenizer.</summary>
internal static class MergedFolder
{
    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Where; it appears when it is whole.</param>
    /// <param name="model">The model with its adapter attached.</param>
    /// <param name="dtype">float32, bfloat16 or float16.</param>
    public static void Write(string folder, TrainedClassifier model, string dtype)
    {
        var type = dtype switch
        {
            "bfloat16" => ScalarType.BFloat16,
            "float16" => ScalarType.Float16,
            _ => ScalarType.Float32,
        };
        AtomicFolder.Write(folder, path =>
        {
            Merger.Write(
                Path.Combine(path, CheckpointFolder.WeightsName), model.Adapter!, model.Loaded.Parameters, type);
            model.Config
                .With("architectures", new JsonArray(model.Entry.SequenceClassifierName))
                .With(model.Config.Has("torch_dtype") ? "torch_dtype" : "dtype", dtype)
                .Save(Path.Combine(path, HfConfig.FileName));
            TokenizerFiles.Save(model.Tokenizer, path, model.MaxLength);
        });
    }
}
