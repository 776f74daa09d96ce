namespace FineTune.Tokenizers.Loading;

/// <summary>The small files beside a tokenizer, kept so that saving writes them as they were.</summary>
internal sealed class SideFiles
{
    /// <summary>The names of the files that travel with a tokenizer.</summary>
    private static readonly string[] Names =
        ["tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja", "chat_template.json"];

    private readonly Dictionary<string, byte[]> _contents = [];

    /// <summary>Reads those of them that are in <paramref name="folder"/>.</summary>
    public static SideFiles Read(string folder)
    {
        var files = new SideFiles();
        foreach (var name in Names)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                files._contents[name] = FileReading.Bytes(path);
        }
        return files;
    }

    /// <summary>The content of the file <paramref name="name"/>, if there is one.</summary>
    public byte[]? Find(string name) => _contents.GetValueOrDefault(name);

    /// <summary>Writes them all into <paramref name="folder"/>.</summary>
    public void Write(string folder)
    {
        foreach (var (name, content) in _contents)
            FileWriting.Replace(Path.Combine(folder, name), stream => stream.Write(content));
    }
}
