namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Splits a template into tokens and applies whitespace control as Jinja does with <c>trim_blocks</c> and
/// <c>lstrip_blocks</c> on: the line break after a block is dropped, so is the indentation before one, and <c>-</c> or
/// <c>+</c> in a tag overrules both.
/// </summary>
internal sealed class Lexer
{
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private readonly Stack<char> _brackets = new();
    private int _position;
    private bool _lineStarting = true;

    private Lexer(string text) => _text = text;

    /// <summary>The tokens of a normalized source, the last one <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Tokenize(string text)
    {
        var lexer = new Lexer(text);
        lexer.ReadTemplate();
        lexer._tokens.Add(new Token(TokenKind.End, "", text.Length));
        return lexer._tokens;
    }

    private void ReadTemplate()
    {
        while (_position < _text.Length)
        {
            int start = _position;
            int tag = FindTag(start);
            if (tag < 0)
            {
                Add(TokenKind.Data, _text[start..], start);
                return;
            }

            char kind = _text[tag + 1];
            int inside = tag + 2;
            char sign = inside < _text.Length && _text[inside] is '-' or '+' ? _text[inside++] : '\0';
            string data = StripBeforeTag(_text[start..tag], sign, isVariable: kind == '{');
            if (data.Length > 0)
            {
                Add(TokenKind.Data, data, start);
            }

            _lineStarting = false;
            _position = inside;
            switch (kind)
            {
                case '#':
                    SkipComment(tag);
                    break;
                case '%' when TryEnterRaw():
                    ReadRaw(tag);
                    break;
                case '%':
                    ReadTag(tag, TokenKind.BlockBegin, TokenKind.BlockEnd, "%}");
                    break;
                default:
                    ReadTag(tag, TokenKind.VariableBegin, TokenKind.VariableEnd, "}}");
                    break;
            }
        }
    }

    private int FindTag(int from)
    {
        for (int at = _text.IndexOf('{', from); at >= 0 && at + 1 < _text.Length; at = _text.IndexOf('{', at + 1))
        {
            if (_text[at + 1] is '{' or '%' or '#')
            {
                return at;
            }
        }

        return -1;
    }

    private string StripBeforeTag(string data, char sign, bool isVariable)
    {
        if (sign == '-')
        {
            return data[..PythonText.TrimEnd(data)];
        }

        if (sign == '+' || isVariable)
        {
            return data;
        }

        int lineStart = data.LastIndexOf('\n') + 1;
        bool wholeLine = lineStart > 0 || _lineStarting;
        return wholeLine && PythonText.IsSpace(data.AsSpan(lineStart)) ? data[..lineStart] : data;
    }

    private void SkipComment(int tag)
    {
        int end = _text.IndexOf("#}", _position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new JinjaException("Missing end of comment tag", tag);
        }

        char sign = end > _position ? _text[end - 1] : '\0';
        LeaveTag(end + 2, sign, trimsLineBreak: true);
    }

    /// <summary>Moves past a tag's end and the whitespace that goes with it.</summary>
    private void LeaveTag(int end, char sign, bool trimsLineBreak)
    {
        if (sign == '-')
        {
            while (end < _text.Length && PythonText.IsSpace(_text[end]))
            {
                end++;
            }
        }
        else if (trimsLineBreak && sign != '+' && end < _text.Length && _text[end] == '\n')
        {
            end++;
        }

        _position = end;
        _lineStarting = _text[end - 1] == '\n';
    }

    private bool TryEnterRaw()
    {
        int at = SkipSpace(_position);
        if (!Matches(at, "raw"))
        {
            return false;
        }

        at = SkipSpace(at + 3);
        if (Matches(at, "-%}"))
        {
            LeaveTag(at + 3, '-', trimsLineBreak: false);
            return true;
        }

        if (Matches(at, "%}"))
        {
            LeaveTag(at + 2, '\0', trimsLineBreak: false);
            return true;
        }

        return false;
    }

    private void ReadRaw(int tag)
    {
        int start = _position;
        for (int at = start; (at = _text.IndexOf("{%", at, StringComparison.Ordinal)) >= 0; at += 2)
        {
            int inside = at + 2;
            char sign = inside < _text.Length && _text[inside] is '-' or '+' ? _text[inside++] : '\0';
            inside = SkipSpace(inside);
            if (!Matches(inside, "endraw"))
            {
                continue;
            }

            inside = SkipSpace(inside + "endraw".Length);
            char endSign = inside < _text.Length && _text[inside] is '-' or '+' ? _text[inside++] : '\0';
            if (!Matches(inside, "%}"))
            {
                continue;
            }

            string data = StripBeforeTag(_text[start..at], sign, isVariable: false);
            if (data.Length > 0)
            {
                Add(TokenKind.Data, data, start);
            }

            LeaveTag(inside + 2, endSign, trimsLineBreak: true);
            return;
        }

        throw new JinjaException("Missing end of raw directive", tag);
    }

    private void ReadTag(int tag, TokenKind begin, TokenKind end, string endText)
    {
        Add(begin, _text.Substring(tag, 2), tag);
        _brackets.Clear();
        while (_position < _text.Length)
        {
            int start = _position;
            char first = _text[start];
            if (_brackets.Count == 0)
            {
                bool signed = first == '-' || (first == '+' && end == TokenKind.BlockEnd);
                int at = signed ? start + 1 : start;
                if (Matches(at, endText))
                {
                    Add(end, endText, start);
                    LeaveTag(at + 2, signed ? first : '\0', trimsLineBreak: end == TokenKind.BlockEnd);
                    return;
                }
            }

            if (PythonText.IsSpace(first))
            {
                _position = SkipSpace(start);
            }
            else if (!TagLexer.TryRead(_text, start, out Token token, out int next))
            {
                throw new JinjaException($"unexpected char {PythonText.Quote(first.ToString())} at {start}", start);
            }
            else
            {
                TrackBrackets(token);
                _tokens.Add(token);
                _position = next;
            }
        }
    }

    private void TrackBrackets(Token token)
    {
        if (token.Kind != TokenKind.Operator || token.Text.Length != 1)
        {
            return;
        }

        char text = token.Text[0];
        if (text is '(' or '[' or '{')
        {
            _brackets.Push(text switch { '(' => ')', '[' => ']', _ => '}' });
        }
        else if (text is ')' or ']' or '}')
        {
            if (!_brackets.TryPop(out char expected))
            {
                throw new JinjaException($"unexpected '{text}'", token.Position);
            }

            if (expected != text)
            {
                throw new JinjaException($"unexpected '{text}', expected '{expected}'", token.Position);
            }
        }
    }

    private int SkipSpace(int at)
    {
        while (at < _text.Length && PythonText.IsSpace(_text[at]))
        {
            at++;
        }

        return at;
    }

    private bool Matches(int at, string expected) =>
        at <= _text.Length && _text.AsSpan(at).StartsWith(expected, StringComparison.Ordinal);

    private void Add(TokenKind kind, string text, int position) => _tokens.Add(new Token(kind, text, position));
}
