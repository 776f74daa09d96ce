using System.Text.Json;

namespace FineTune.Tokenizers.Chat;

/// <summary>What a template is given besides the messages.</summary>
public sealed record RenderOptions
{
    /// <summary>The options a rendering uses when it is given none.</summary>
    public static RenderOptions Default { get; } = new();

    /// <summary>Whether the text ends with the header of an answer, for the model to write.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>
    /// Whether the text ends inside the last message, for the model to go on with it: the end marker is cut off.
    /// Excludes <see cref="AddGenerationPrompt"/>.
    /// </summary>
    public bool ContinueFinalMessage { get; init; }

    /// <summary>The field of the last message that <see cref="ContinueFinalMessage"/> goes on with.</summary>
    /// <value><c>content</c> by default; <c>reasoning_content</c>, say, where the model is to go on thinking.</value>
    public string ContinuedField { get; init; } = "content";

    /// <summary>JSON schemas of the functions the model may call; null where there are none.</summary>
    public IReadOnlyList<JsonElement>? Tools { get; init; }

    /// <summary>
    /// Documents to answer from, each an object with <c>title</c> and <c>text</c>; null where there are none.
    /// </summary>
    public IReadOnlyList<JsonElement>? Documents { get; init; }

    /// <summary>
    /// Which of several named templates is used. Null takes <c>tool_use</c> where there are tools and such a template,
    /// and <c>default</c> otherwise.
    /// </summary>
    public string? TemplateName { get; init; }

    /// <summary>
    /// Further variables of the template, such as <c>enable_thinking</c>; they overrule special tokens of that name.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Where <c>strftime_now</c> takes the time from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Bounds on what the template may do.</summary>
    public RenderLimits Limits { get; init; } = new();

    /// <summary>
    /// Whether the rendering notes where each message went. It costs little; without it
    /// <see cref="RenderedChat.Turns"/> and <see cref="RenderedChat.GenerationSpans"/> are empty.
    /// </summary>
    /// <value>True by default.</value>
    public bool TrackSpans { get; init; } = true;
}
