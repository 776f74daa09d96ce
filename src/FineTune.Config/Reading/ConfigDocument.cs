using System.Text;

namespace FineTune.Config;

/// <summary>A config as written: nodes with positions, overrides applied, nothing interpreted yet.</summary>
public sealed class ConfigDocument
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private ConfigDocument(SourceText source, string? file, ConfigMapping root, IReadOnlyList<ConfigIssue> issues)
        => (Source, File, Root, Issues) = (source, file, root, issues);

    /// <summary>The document's name in messages: the path as the user gave it.</summary>
    public string Name => Source.Name;

    /// <summary>The file it was read from; null for a parsed text.</summary>
    public string? File { get; }

    /// <summary>The top level.</summary>
    public ConfigMapping Root { get; }

    /// <summary>Mistakes found while reading (duplicate keys, overrides that lead nowhere). <see cref="ConfigBinder"/>
    /// reports them together with its own.</summary>
    public IReadOnlyList<ConfigIssue> Issues { get; }

    internal SourceText Source { get; }

    /// <summary>Reads a config file.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="overrides">Texts like <c>training.learning_rate=1e-4</c>, applied in order.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ConfigException">The file is missing, unreadable, not UTF-8 or not valid YAML.</exception>
    public static ConfigDocument Load(string path, IReadOnlyList<string>? overrides = null)
        => Read(ReadText(path), path, path, overrides);

    /// <summary>Reads a config from a text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="overrides">Texts like <c>training.learning_rate=1e-4</c>, applied in order.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ConfigException">The text is not valid YAML.</exception>
    public static ConfigDocument Parse(string text, string name, IReadOnlyList<string>? overrides = null)
        => Read(text, name, null, overrides);

    /// <summary>The node at a path.</summary>
    /// <param name="path">A path as in <see cref="ConfigPath"/>.</param>
    /// <returns>The node, or null where nothing was written there.</returns>
    public ConfigNode? Find(string path) => Walk(path, out _);

    /// <summary>The place to point at for a path: its key, or the nearest section around it that was written.</summary>
    /// <param name="path">A path as in <see cref="ConfigPath"/>.</param>
    /// <returns>A position inside this document.</returns>
    public SourcePosition Locate(string path)
    {
        Walk(path, out var position);
        return position;
    }

    /// <summary>Makes an issue about a key, for checks that need more than the config (files, data, tensors).</summary>
    /// <param name="path">The key's path.</param>
    /// <param name="message">What was read and what was allowed.</param>
    /// <param name="fix">The edit to make, or null.</param>
    /// <returns>The issue, with its place and source line.</returns>
    public ConfigIssue Issue(string path, string message, string? fix = null)
        => Source.Issue(Locate(path), path, message, fix);

    internal ConfigDocument WithRoot(ConfigMapping root) => new(Source, File, root, Issues);

    private static ConfigDocument Read(string text, string name, string? file, IReadOnlyList<string>? overrides)
    {
        var source = SourceText.Of(name, text);
        var reader = new YamlReader(source, mark => new SourcePosition(name, (int)mark.Line, (int)mark.Column));
        var node = reader.Read(text);
        var issues = new List<ConfigIssue>(reader.Issues);
        if (node is not (null or ConfigMapping or { IsNull: true }))
        {
            throw new ConfigException([.. issues, SyntaxIssues.NotSections(source, node)]);
        }

        var root = node as ConfigMapping ?? new ConfigMapping([], new SourcePosition(name, 1, 1));
        root = (overrides ?? []).Aggregate(root, (current, text) => ConfigOverride.Apply(current, text, issues));
        return new ConfigDocument(source, file, root, issues);
    }

    private static string ReadText(string path)
    {
        var start = new SourcePosition(path, 1, 1);
        try
        {
            var bytes = System.IO.File.ReadAllBytes(path);
            var hasMark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
            return StrictUtf8.GetString(bytes.AsSpan(hasMark ? Encoding.UTF8.Preamble.Length : 0));
        }
        catch (DecoderFallbackException notText)
        {
            var message = $"not UTF-8 text: byte {notText.Index} cannot be read";
            throw new ConfigException([new ConfigIssue(start, "", message, "save the file as UTF-8")]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var message = Directory.Exists(path) ? "a folder, not a config file"
                : System.IO.File.Exists(path) ? $"cannot be read: {failure.Message}" : "no such config file";
            var near = PathSuggestion.For(path);
            var fix = near is null ? null : $"did you mean '{near}'?";
            throw new ConfigException([new ConfigIssue(start, "", message, fix)]);
        }
    }

    private ConfigNode? Walk(string path, out SourcePosition position)
    {
        position = Root.Position;
        if (!ConfigPath.TrySplit(path, out var steps))
        {
            return null;
        }

        ConfigNode? node = Root;
        foreach (var step in steps)
        {
            var entry = step.Key is null ? null : (node as ConfigMapping)?.Find(step.Key);
            var item = step.Key is null ? (node as ConfigSequence)?.Items.ElementAtOrDefault(step.Index) : null;
            node = entry?.Value ?? item;
            if (node is null)
            {
                return null;
            }

            position = entry?.Position ?? node.Position;
        }

        return node;
    }
}
