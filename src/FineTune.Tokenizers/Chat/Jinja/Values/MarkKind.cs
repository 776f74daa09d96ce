namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What a <see cref="Mark"/> says about the characters it covers.</summary>
internal enum MarkKind
{
    /// <summary>They came from a message's own fields.</summary>
    Own,

    /// <summary>Some of them came from a message, but a text transformation hid which.</summary>
    Blurred,

    /// <summary>They were written by the loop turn that handled one message.</summary>
    Turn,

    /// <summary>They were written inside <c>{% generation %}</c>.</summary>
    Generation,
}
