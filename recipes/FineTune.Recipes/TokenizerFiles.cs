using FineTune.Formats;
using FineTune.Tokenizers;

namespace FineTune.Recipes;

/// <summary>A tokenizer's files beside a trained model.</summary>
internal static class TokenizerFiles
{
    private const string ConfigName = "tokenizer_config.json";
    private const string LengthKey = "model_max_length";

    /// <summary>Whether a folder has a tokenizer.</summary>
    public static bool AreIn(string folder) =>
        File.Exists(Path.Combine(folder, ConfigName)) || File.Exists(Path.Combine(folder, "tokenizer.json"));

    /// <summary>Writes the files.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="folder">Where.</param>
    /// <param name="maxLength">The most tokens to encode; null leaves what the files say.</param>
    public static void Save(Tokenizer tokenizer, string folder, int? maxLength)
    {
        tokenizer.Save(folder);
        if (maxLength is null)
        {
            return;
        }
        var path = Path.Combine(folder, ConfigName);
        var config = File.Exists(path) ? HfJson.Read(path) : [];
        config[LengthKey] = maxLength;
        HfJson.Write(path, config);
    }

    /// <summary>The most tokens that a folder's tokenizer is meant to encode.</summary>
    /// <param name="folder">A folder with tokenizer files.</param>
    /// <param name="limit">What the model can take.</param>
    public static int MaxLength(string folder, int limit)
    {
        var path = Path.Combine(folder, ConfigName);
        var length = File.Exists(path) ? HfJson.Read(path)[LengthKey] : null;
        // transformers writes 1e30 where there is no limit.
        return length is not null && length.GetValue<double>() < limit ? (int)length.GetValue<double>() : limit;
    }
}
