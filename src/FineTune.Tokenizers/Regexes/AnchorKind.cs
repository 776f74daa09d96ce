namespace FineTune.Tokenizers.Regexes;

/// <summary>Conditions on a place in the text.</summary>
internal enum AnchorKind
{
    /// <summary><c>^</c>: the text's start, or behind a line feed that is not its last code point.</summary>
    LineStart,

    /// <summary><c>$</c>: the text's end, or before a line feed.</summary>
    LineEnd,

    /// <summary><c>\A</c></summary>
    TextStart,

    /// <summary><c>\z</c></summary>
    TextEnd,

    /// <summary><c>\Z</c>: the text's end, or before its last code point if that is a line feed.</summary>
    TextEndOrLastLineFeed,

    /// <summary><c>\G</c>: where this search began.</summary>
    SearchStart,

    /// <summary><c>\b</c></summary>
    WordBoundary,

    /// <summary><c>\B</c></summary>
    NotWordBoundary,
}
