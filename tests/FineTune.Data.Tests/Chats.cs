using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data.Tests;

/// <summary>Small conversations, and what is learned of them.</summary>
internal static class Chats
{
    public static readonly ChatMessage[] TwoTurns =
    [
        ChatMessage.System("Be brief."), ChatMessage.User("Hi?"), ChatMessage.Assistant("Hello!"),
        ChatMessage.User("Bye?"), ChatMessage.Assistant("Ciao."),
    ];

    public static ChatExample Of(params ChatMessage[] messages) => new(new RowOrigin("made.jsonl", 1), messages);

    public static SequenceEncoder Encoder(string template, DatasetConfig? config = null, Tokenizer? tokenizer = null) =>
        new(tokenizer ?? ByteTokenizer.Plain, ByteTokenizer.Template(template), config ?? new DatasetConfig());

    public static string[] Learned(DatasetConfig config, Example example) => Learned("chatml", config, example);

    public static string[] Learned(string template, DatasetConfig config, Example example) =>
        ByteTokenizer.Learned(Encoder(template, config).Encode(example));
}
