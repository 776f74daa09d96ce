namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What a <see cref="Token"/> is. Operators are one kind; their text tells them apart.</summary>
internal enum TokenKind
{
    /// <summary>Text outside tags, whitespace control already applied.</summary>
    Data,

    /// <summary><c>{%</c></summary>
    BlockBegin,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary><c>{{</c></summary>
    VariableBegin,

    /// <summary><c>}}</c></summary>
    VariableEnd,

    Name,

    /// <summary>A string literal; the token's text is its unescaped value.</summary>
    String,

    Integer,

    Float,

    Operator,

    /// <summary>The end of the template.</summary>
    End,
}
