using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FineTune.Config;

/// <summary>Turns YamlDotNet's events into nodes: anchors and merge keys resolved, duplicate keys reported.</summary>
/// <param name="source">The text the issues point into.</param>
/// <param name="locate">The position of a place in the text that is being read.</param>
internal sealed class YamlReader(SourceText source, Func<Mark, SourcePosition> locate)
{
    private const int DeepestNesting = 64;
    private const string TagPrefix = "tag:yaml.org,2002:";

    private readonly Dictionary<string, ConfigNode> _anchors = [];
    private readonly Stack<ParsingEvent> _open = new();
    private readonly List<ConfigIssue> _issues = [];
    private Mark _last;

    /// <summary>Mistakes that did not stop the reading.</summary>
    public IReadOnlyList<ConfigIssue> Issues => _issues;

    /// <summary>Reads the one document of a text.</summary>
    /// <param name="yaml">The text.</param>
    /// <returns>The root node, or null for an empty document.</returns>
    /// <exception cref="ConfigException">The text is not valid YAML.</exception>
    public ConfigNode? Read(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        try
        {
            parser.Consume<StreamStart>();
            var root = parser.TryConsume<DocumentStart>(out _) ? ReadNode(parser, "") : null;
            parser.TryConsume<DocumentEnd>(out _);
            return parser.Accept<DocumentStart>(out var second)
                ? throw Stop(SyntaxIssues.SeveralDocuments(source, locate(second.Start)))
                : root;
        }
        catch (YamlException error)
        {
            throw Stop(SyntaxIssues.Explain(source, error, locate, InnermostBracket()));
        }
        catch (InvalidOperationException)
        {
            // The scanner's way to report a bracket that is still open when the next line looks like a key. It reads
            // ahead, so the bracket may come after the last event.
            throw Stop(InnermostBracket() is { } open
                ? SyntaxIssues.OpenBracket(source, open.Position, open.IsList)
                : SyntaxIssues.OpenBracketAfter(source, locate(_last)));
        }
    }

    private ConfigNode ReadNode(Parser parser, string path)
    {
        var start = parser.Current!;
        var position = locate(start.Start);
        if (_open.Count > DeepestNesting)
        {
            throw Stop(SyntaxIssues.TooDeep(source, position, DeepestNesting));
        }

        // Before the parser moves on, so that its complaint about what follows finds the bracket open.
        if (start is SequenceStart or MappingStart)
        {
            _open.Push(start);
        }

        _last = start.End;
        parser.MoveNext();
        if (start is AnchorAlias alias)
        {
            return _anchors.GetValueOrDefault(alias.Value.Value)
                ?? throw Stop(SyntaxIssues.UnknownAnchor(source, position, alias.Value.Value, _anchors.Keys));
        }

        ConfigNode node = start switch
        {
            Scalar scalar => ReadScalar(scalar, position),
            SequenceStart => ReadSequence(parser, path, position),
            _ => ReadMapping(parser, path, position),
        };
        if (start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private ConfigScalar ReadScalar(Scalar scalar, SourcePosition position)
    {
        var tag = scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific ? "" : scalar.Tag.Value;
        if (tag.Length > 0 && !tag.StartsWith(TagPrefix, StringComparison.Ordinal))
        {
            _issues.Add(SyntaxIssues.UnknownTag(source, position, tag));
        }

        return new ConfigScalar(scalar.Value, scalar.Style != ScalarStyle.Plain || tag == TagPrefix + "str", position);
    }

    private ConfigSequence ReadSequence(Parser parser, string path, SourcePosition position)
    {
        var items = new List<ConfigNode>();
        while (!parser.Accept<SequenceEnd>(out _))
        {
            items.Add(ReadNode(parser, ConfigPath.Join(path, items.Count)));
        }

        Close(parser);
        return new ConfigSequence(items, position);
    }

    private ConfigMapping ReadMapping(Parser parser, string path, SourcePosition position)
    {
        var entries = new List<ConfigEntry>();
        var merged = new List<ConfigEntry>();
        while (!parser.Accept<MappingEnd>(out _))
        {
            ReadEntry(parser, path, entries, merged);
        }

        Close(parser);
        foreach (var entry in merged)
        {
            if (!entries.Exists(own => own.Key == entry.Key))
            {
                entries.Add(entry);
            }
        }

        return new ConfigMapping(entries, position);
    }

    private void Close(Parser parser)
    {
        _open.Pop();
        parser.MoveNext();
    }

    private void ReadEntry(Parser parser, string section, List<ConfigEntry> entries, List<ConfigEntry> merged)
    {
        var keyNode = ReadNode(parser, section);
        var path = ConfigPath.Join(section, (keyNode as ConfigScalar)?.Text ?? "");
        var value = ReadNode(parser, path);
        if (keyNode is not ConfigScalar key)
        {
            _issues.Add(SyntaxIssues.KeyNotText(source, keyNode.Position));
        }
        else if (key is { Text: "<<", IsQuoted: false })
        {
            Merge(value, merged);
        }
        else if (entries.Find(entry => entry.Key == key.Text) is { } first)
        {
            _issues.Add(SyntaxIssues.Duplicate(source, path, key, first));
        }
        else
        {
            entries.Add(new ConfigEntry(key.Text, key.Position, value));
        }
    }

    private void Merge(ConfigNode value, List<ConfigEntry> merged)
    {
        foreach (var part in value is ConfigSequence list ? list.Items : [value])
        {
            if (part is ConfigMapping mapping)
            {
                merged.AddRange(mapping.Entries.Where(entry => !merged.Exists(earlier => earlier.Key == entry.Key)));
            }
            else
            {
                _issues.Add(SyntaxIssues.MergeNotSection(source, part));
            }
        }
    }

    private (SourcePosition Position, bool IsList)? InnermostBracket()
    {
        foreach (var open in _open)
        {
            if (open is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow })
            {
                return (locate(open.Start), open is SequenceStart);
            }
        }

        return null;
    }

    private ConfigException Stop(ConfigIssue last) => new([.. _issues, last]);
}
