namespace FineTune.Tokenizers.Models;

/// <summary>A growing list of tokens whose memory is used again for the next text.</summary>
internal sealed class TokenList
{
    private TokenSpan[] _tokens = new TokenSpan[256];

    /// <summary>How many tokens there are.</summary>
    public int Count { get; private set; }

    /// <summary>The tokens so far.</summary>
    public ReadOnlySpan<TokenSpan> Span => _tokens.AsSpan(0, Count);

    /// <summary>Appends a token.</summary>
    public void Add(TokenSpan token)
    {
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, Count * 2);
        _tokens[Count++] = token;
    }

    /// <summary>Turns the tokens from <paramref name="first"/> on round.</summary>
    public void Reverse(int first) => _tokens.AsSpan(first, Count - first).Reverse();

    /// <summary>Keeps only the first <paramref name="count"/> tokens.</summary>
    public void Truncate(int count) => Count = count;
}
