using FineTune.Tokenizers.Chat;

namespace FineTune.Generation;

/// <summary>A conversation with a model, through its chat template. Each turn costs what is new in it: keys and values
/// of the turns before are kept.</summary>
public sealed class ChatSession : IDisposable
{
    private readonly TextGenerator _generator;
    private readonly ChatTemplate _template;
    private readonly GenerationConfig _config;
    private readonly string? _system;
    private readonly PromptMemory _memory = new();
    private readonly List<ChatMessage> _messages = [];

    /// <summary>Begins a conversation.</summary>
    /// <param name="generator">Generates the answers.</param>
    /// <param name="template">The model's chat template.</param>
    /// <param name="config">How; one text a turn.</param>
    /// <param name="system">A system message that comes first; null for none.</param>
    public ChatSession(TextGenerator generator, ChatTemplate template, GenerationConfig config, string? system = null)
    {
        (_generator, _template, _system) = (generator, template, system);
        _config = ChatPrompt.WithTurnEnd(config, template, generator.Tokenizer) with { NumReturnSequences = 1 };
        Reset();
    }

    /// <summary>The messages so far.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Tokens of the last prompt whose keys and values were still there.</summary>
    public int Reused => _memory.Reused;

    /// <summary>Says something and gets the answer. Both become part of the conversation; if this fails or is ended
    /// early, neither does.</summary>
    /// <param name="text">What the user says.</param>
    /// <param name="onText">Gets pieces of the answer as they become certain; null for nobody.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="GenerationException">The conversation is too long for the model, or a setting cannot be.
    /// </exception>
    /// <exception cref="ChatTemplateException">The template refuses the conversation.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public GeneratedText Say(string text, Action<string>? onText = null, CancellationToken stop = default)
    {
        var user = ChatMessage.User(text);
        var prompt = ChatPrompt.Encode([.. _messages, user], _template, _generator.Tokenizer);
        var answer = _generator.Generate(
            [prompt], _config, continues: false, (_, piece) => onText?.Invoke(piece), _memory, stop)[0];
        _messages.AddRange([user, ChatMessage.Assistant(answer.Text)]);
        return answer;
    }

    /// <summary>Begins anew; the system message stays.</summary>
    public void Reset()
    {
        _messages.Clear();
        if (_system is not null)
        {
            _messages.Add(ChatMessage.System(_system));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
