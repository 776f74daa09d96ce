using FineTune.Tokenizers.Chat.Jinja;

namespace FineTune.Tokenizers.Chat;

/// <summary>
/// A model's chat template: turns conversations into the text the model was trained on, as <c>apply_chat_template</c>
/// of transformers does, and says where each message went.
/// </summary>
/// <remarks>
/// The language is Jinja as transformers configures it (transformers, <c>utils/chat_template_utils.py</c>): an
/// immutable sandbox, <c>trim_blocks</c>, <c>lstrip_blocks</c>, <c>break</c> and <c>continue</c>, <c>tojson</c> without
/// HTML escaping, <c>raise_exception</c>, <c>strftime_now</c> and <c>{% generation %}</c>. Instances are immutable and
/// safe to share between threads; a template is parsed once and rendered as often as needed.
/// </remarks>
public sealed class ChatTemplate
{
    private const string DefaultName = "default";
    private const string ToolName = "tool_use";

    private readonly IReadOnlyDictionary<string, CompiledTemplate> _templates;
    private readonly IReadOnlyDictionary<string, Value> _tokens;

    internal ChatTemplate(
        IReadOnlyDictionary<string, CompiledTemplate> templates, IReadOnlyDictionary<string, string> specialTokens)
    {
        _templates = templates;
        SpecialTokens = specialTokens;
        _tokens = specialTokens.ToDictionary(entry => entry.Key, entry => (Value)entry.Value);
    }

    /// <summary>The names of the templates; <c>default</c> alone where there is just one.</summary>
    public IEnumerable<string> Names => _templates.Keys;

    /// <summary>
    /// Special tokens that the template sees as variables: <c>bos_token</c>, <c>eos_token</c> and so on.
    /// </summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; }

    /// <summary>Parses a template.</summary>
    /// <param name="source">Its Jinja source.</param>
    /// <param name="name">What error messages call it: a file's path, say.</param>
    /// <exception cref="ChatTemplateException">It has a syntax error.</exception>
    public static ChatTemplate Parse(string source, string name) => new(
        new Dictionary<string, CompiledTemplate> { [DefaultName] = CompiledTemplate.Parse(source, name) },
        new Dictionary<string, string>());

    /// <summary>
    /// Reads the template or templates of a model folder: <c>chat_template.jinja</c> and
    /// <c>additional_chat_templates/*.jinja</c>, or else <c>chat_template</c> in <c>tokenizer_config.json</c>, or else
    /// <c>chat_template.json</c>. Special tokens come from <c>tokenizer_config.json</c> and
    /// <c>special_tokens_map.json</c>.
    /// </summary>
    /// <exception cref="ChatTemplateException">
    /// The folder is not there, has no template, or one that cannot be read.
    /// </exception>
    public static ChatTemplate FromFolder(string folder) => new ChatTemplateFolder(folder).Read();

    /// <summary>
    /// Reads a template file, with the special tokens of the model folder it lies in, if it lies in one.
    /// </summary>
    /// <exception cref="ChatTemplateException">It is not there, or cannot be read.</exception>
    public static ChatTemplate FromFile(string path) => ChatTemplateFolder.ReadFile(path);

    /// <summary>The same template with special tokens added; they overrule those of the same name it has.</summary>
    public ChatTemplate WithSpecialTokens(IReadOnlyDictionary<string, string> specialTokens)
    {
        var tokens = new Dictionary<string, string>(SpecialTokens);
        foreach ((string name, string token) in specialTokens)
        {
            tokens[name] = token;
        }

        return new ChatTemplate(_templates, tokens);
    }

    /// <summary>The source of a template exactly as it was read, for an export to carry along.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ChatTemplateException">There is no template of that name.</exception>
    public string Source(string name = DefaultName) => Named(name).Original;

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">The messages in order.</param>
    /// <param name="options">What else the template is given; null for nothing.</param>
    /// <exception cref="ChatTemplateException">
    /// The template raised an error, was stopped as a runaway, or the options do not fit the conversation.
    /// </exception>
    public RenderedChat Render(IReadOnlyList<ChatMessage> messages, RenderOptions? options = null)
    {
        options ??= RenderOptions.Default;
        if (options is { AddGenerationPrompt: true, ContinueFinalMessage: true })
        {
            throw ChatTemplateException.PromptAndContinuation();
        }

        CompiledTemplate template = Choose(options);
        PyDict[] values = ToValues(messages, options);
        RenderedText rendered = options.ContinueFinalMessage
            ? new Continuation(options.ContinuedField, template.Name, RunOpen).Render(values)
            : Run(template, values, options, options.AddGenerationPrompt);
        return new RenderedChat(
            rendered.Text, GenerationSpans(rendered), () => FindTurns(template, messages, options, rendered));

        RenderedText RunOpen(IReadOnlyList<PyDict> marked) =>
            Run(template, marked, options, addGenerationPrompt: false);
    }

    private static PyDict[] ToValues(IReadOnlyList<ChatMessage> messages, RenderOptions options)
    {
        var values = new PyDict[messages.Count];
        for (int i = 0; i < values.Length; i++)
        {
            try
            {
                values[i] = JsonValues.FromMessage(messages[i], options.TrackSpans ? i : -1);
            }
            catch (JinjaException fault)
            {
                throw ChatTemplateException.InvalidMessage($"message {i}: {fault.Message}");
            }
        }

        return values;
    }

    private static IReadOnlyList<TextSpan> GenerationSpans(RenderedText rendered) =>
        [.. rendered.Marks.Where(mark => mark.Kind == MarkKind.Generation).OrderBy(mark => mark.Start)
            .Select(mark => new TextSpan(mark.Start, mark.End))];

    private IReadOnlyList<TurnSpans> FindTurns(
        CompiledTemplate template, IReadOnlyList<ChatMessage> messages, RenderOptions options, RenderedText rendered)
    {
        if (!options.TrackSpans)
        {
            return [];
        }

        var headers = new HeaderFinder(rendered, messages, TryRender);
        bool isOpen = options.AddGenerationPrompt || options.ContinueFinalMessage;
        return new SpanResolver(rendered, messages, headers, isOpen).Resolve();

        RenderedText? TryRender(IReadOnlyList<ChatMessage> conversation, bool addGenerationPrompt)
        {
            try
            {
                return Run(template, ToValues(conversation, options), options, addGenerationPrompt);
            }
            catch (ChatTemplateException)
            {
                // Templates may refuse a part of a conversation; then nothing is learned from it.
                return null;
            }
        }
    }

    private RenderedText Run(
        CompiledTemplate template, IReadOnlyList<PyDict> messages, RenderOptions options, bool addGenerationPrompt)
    {
        var list = new PyList([.. messages.Select(message => (Value)message)]);
        var variables = new TemplateVariables(list, options, addGenerationPrompt, _tokens);
        var state = new RenderState(variables, options.Limits, options.Clock, options.TrackSpans);
        return template.Render(state);
    }

    private CompiledTemplate Choose(RenderOptions options)
    {
        if (options.TemplateName is { } name)
        {
            return Named(name);
        }

        if (options.Tools is not null && _templates.TryGetValue(ToolName, out CompiledTemplate? forTools))
        {
            return forTools;
        }

        return _templates.TryGetValue(DefaultName, out CompiledTemplate? usual)
            ? usual
            : throw ChatTemplateException.NoDefault(Names);
    }

    private CompiledTemplate Named(string name) => _templates.TryGetValue(name, out CompiledTemplate? template)
        ? template
        : throw ChatTemplateException.UnknownName(name, Names);
}
