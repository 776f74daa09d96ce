namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What a <see cref="Value"/> holds.</summary>
internal enum ValueKind
{
    /// <summary>Nothing at all: a variable that was never set, an argument that was not given.</summary>
    Missing,

    None,

    Bool,

    /// <summary>An integer that fits 64 bits.</summary>
    Int,

    /// <summary>An integer that does not.</summary>
    BigInt,

    Float,

    String,

    /// <summary>Everything else: lists, dicts, undefined values, callables.</summary>
    Object,
}
