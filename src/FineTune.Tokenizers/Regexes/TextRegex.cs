using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>A regular expression over UTF-8 text.</summary>
internal sealed class TextRegex
{
    private readonly RegexAutomaton? _automaton;
    private readonly RegexBacktracker? _backtracker;
    private readonly CodePointSet? _firsts;

    /// <summary>Compiles <paramref name="pattern"/>.</summary>
    /// <exception cref="RegexSyntaxException">It is not a pattern, or not one this engine can run.</exception>
    public TextRegex(string pattern)
    {
        var node = RegexParser.Parse(pattern);
        var program = RegexCompiler.Compile(PossessiveRewriter.Rewrite(node));
        _automaton = RegexAutomatonBuilder.TryBuild(program);
        if (_automaton is null)
            _backtracker = new RegexBacktracker(program);
        _firsts = RegexFirsts.Of(node)?.ToSet();
    }

    /// <summary>Whether the pattern runs as an automaton, in time linear in the match.</summary>
    public bool IsAutomaton => _automaton is not null;

    /// <summary>Compiles the pattern that <paramref name="json"/> holds; a bad one is noted as a problem, and null returned.</summary>
    public static TextRegex? Read(JsonNode json)
    {
        var pattern = json.AsString();
        try
        {
            return new TextRegex(pattern);
        }
        catch (RegexSyntaxException e)
        {
            json.Report($"the regular expression is wrong at position {e.Position}: {e.Message}: {pattern}");
            return null;
        }
    }

    /// <summary>Finds the first match at or after <paramref name="from"/>.</summary>
    /// <returns>Where it begins, or -1.</returns>
    public int Find(ReadOnlySpan<byte> text, int from, out int end)
    {
        for (var start = from; start <= text.Length;)
        {
            var length = 1;
            if (_firsts is null || (start < text.Length && _firsts.Contains(CodePoint.Read(text, start, out length))))
            {
                end = _automaton?.MatchAt(text, start) ?? _backtracker!.MatchAt(text, start, from);
                if (end >= 0)
                    return start;
            }
            start += start < text.Length ? CodePoint.LengthOf(text[start]) : 1;
        }
        end = -1;
        return -1;
    }
}
