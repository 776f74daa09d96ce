namespace FineTune.Tokenizers.Loading;

/// <summary>Finds out what a folder's tokenizer is written in, and reads it.</summary>
internal static class TokenizerFolder
{
    private static readonly string[] Recognised = ["tokenizer.json", "vocab.txt"];

    /// <summary>Reads the tokenizer in <paramref name="folder"/>.</summary>
    public static TokenizerParts Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw TokenizerException.Missing(folder);
        var sideFiles = SideFiles.Read(folder);
        var config = TokenizerConfig.Read(folder, sideFiles);
        if (FindFile(folder, "tokenizer.json") is { } json)
            return TokenizerJson.Read(json, FileReading.Bytes(json)) with { Config = config, SideFiles = sideFiles };
        if (FindFile(folder, "vocab.txt") is { } vocabulary)
            return VocabTxt.Read(vocabulary, config) with { SideFiles = sideFiles };
        throw TokenizerException.NothingToLoad(folder, Recognised);
    }

    private static string? FindFile(string folder, string name) =>
        Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
}
