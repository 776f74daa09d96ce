namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The tokens of a template, read one by one.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    private int _next;

    public Token Current => tokens[_next];

    public Token Following => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    public Token Take()
    {
        Token token = Current;
        _next = Math.Min(_next + 1, tokens.Count - 1);
        return token;
    }

    public bool TakeIfName(string name) => TakeIf(Current.IsName(name));

    public bool TakeIfOperator(string text) => TakeIf(Current.IsOperator(text));

    public Token Expect(TokenKind kind)
    {
        var expected = new Token(kind, kind == TokenKind.Name ? "name" : "", 0);
        return Current.Kind == kind ? Take() : throw Unexpected(expected.Describe());
    }

    public Token ExpectOperator(string text) => Current.IsOperator(text) ? Take() : throw Unexpected(text);

    public Token ExpectName(string name) => Current.IsName(name) ? Take() : throw Unexpected(name);

    private bool TakeIf(bool condition)
    {
        if (condition)
        {
            Take();
        }

        return condition;
    }

    private JinjaException Unexpected(string expected) => new(
        Current.Kind == TokenKind.End
            ? $"unexpected end of template, expected '{expected}'."
            : $"expected token '{expected}', got '{Current.Describe()}'",
        Current.Position);
}
