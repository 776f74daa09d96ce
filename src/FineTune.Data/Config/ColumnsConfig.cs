using System.ComponentModel;

namespace FineTune.Data;

/// <summary>The <c>dataset.columns</c> section: the columns' names in the files.</summary>
public sealed record ColumnsConfig
{
    /// <summary>The column with the text.</summary>
    [Description("Column with the text, or the first of two texts.")]
    public string? Text { get; init; }

    /// <summary>The column with the second text of a pair.</summary>
    [Description("Column with the second text, for tasks on pairs.")]
    public string? TextPair { get; init; }

    /// <summary>The column with the label or labels.</summary>
    [Description("Column with the label, or a list of labels.")]
    public string? Label { get; init; }

    /// <summary>The column with the conversation: a list of messages.</summary>
    [Description("Column with a conversation: a list of messages.")]
    public string? Messages { get; init; }

    /// <summary>The key with who speaks, in each message.</summary>
    [Description("Key of a message that says who speaks: role, from.")]
    public string? Role { get; init; }

    /// <summary>The key with what is said, in each message.</summary>
    [Description("Key of a message that holds its text: content, value.")]
    public string? Content { get; init; }

    /// <summary>The column with the system message.</summary>
    [Description("Column with the system message.")]
    public string? System { get; init; }

    /// <summary>The column with the tools the model may call.</summary>
    [Description("Column with the tools the model may call: a list of JSON schemas.")]
    public string? Tools { get; init; }

    /// <summary>The column with the prompt: a text or messages.</summary>
    [Description("Column with the prompt: a text, or a list of messages.")]
    public string? Prompt { get; init; }

    /// <summary>The column with the completion: a text or messages.</summary>
    [Description("Column with the completion: a text, or a list of messages.")]
    public string? Completion { get; init; }

    /// <summary>The column with the instruction.</summary>
    [Description("alpaca: column with the instruction.")]
    public string? Instruction { get; init; }

    /// <summary>The column with what the instruction is about.</summary>
    [Description("alpaca: column with the instruction's input; may be empty.")]
    public string? Input { get; init; }

    /// <summary>The column with the answer to the instruction.</summary>
    [Description("alpaca: column with the answer.")]
    public string? Output { get; init; }

    /// <summary>The column with the better answer.</summary>
    [Description("preference: column with the better answer: a text, a message, or a list of them.")]
    public string? Chosen { get; init; }

    /// <summary>The column with the worse answer.</summary>
    [Description("preference: column with the worse answer.")]
    public string? Rejected { get; init; }

    /// <summary>The column that says by how much the better answer should win.</summary>
    [Description("preference: column with the margin by which the better answer should win, for reward models.")]
    public string? Margin { get; init; }

    /// <summary>The column with earlier instructions and answers.</summary>
    [Description("alpaca: column with earlier turns, a list of [instruction, answer] pairs.")]
    public string? History { get; init; }

    /// <summary>These names as far as a file has them: a text column that is not there, or a label column, is left to
    /// inference from common names.</summary>
    /// <param name="file">The file's columns.</param>
    public ColumnsConfig WhereIn(FileColumns file) => this with
    {
        Text = Kept(Text, file),
        TextPair = Kept(Text, file) is null ? Kept(TextPair, file) : TextPair,
        Label = Kept(Label, file),
    };

    private static string? Kept(string? column, FileColumns file) =>
        column is not null && file.Names.Contains(column) ? column : null;
}
