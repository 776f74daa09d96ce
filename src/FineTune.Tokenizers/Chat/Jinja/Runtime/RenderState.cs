namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>One rendering: what the template is given, where it is, and how much it may still do.</summary>
internal sealed class RenderState(
    TemplateVariables variables, RenderLimits limits, TimeProvider clock, bool tracksSpans)
{
    private readonly Stack<TextBuilder> _builders = new();
    private long _characters;
    private int _iterations;
    private int _depth;

    public TimeProvider Clock { get; } = clock;

    /// <summary>Whether text carries marks in this rendering.</summary>
    public bool TracksSpans { get; } = tracksSpans;

    /// <summary>Offset of what is being evaluated, for error messages.</summary>
    public int Position { get; set; }

    /// <summary>Index of the message whose loop turn is running, or -1.</summary>
    public int CurrentMessage { get; set; } = -1;

    /// <summary>A variable the template was given or a global function; missing where there is neither.</summary>
    public Value Resolve(string name)
    {
        Value value = variables.Find(name);
        return value.IsMissing ? Globals.Find(name) : value;
    }

    /// <summary>Counts characters or list items about to be made.</summary>
    public void Charge(long count)
    {
        _characters += count;
        if (_characters > limits.MaxCharacters)
        {
            throw new JinjaException(
                $"the template made more than {limits.MaxCharacters:N0} characters; it was stopped as a runaway");
        }
    }

    /// <summary>Counts a repetition before it is made.</summary>
    public void Charge(long times, long size) => Charge((long)Int128.Min(long.MaxValue / 2, (Int128)times * size));

    /// <summary>Counts one turn of a loop.</summary>
    public void CountIteration()
    {
        if (++_iterations > limits.MaxIterations)
        {
            throw new JinjaException(
                $"the template looped more than {limits.MaxIterations:N0} times; it was stopped as a runaway");
        }
    }

    /// <summary>Enters a macro or call block.</summary>
    public void EnterCall()
    {
        NativeStack.Check();
        CountIteration();
        if (++_depth > limits.MaxDepth)
        {
            throw new JinjaException($"macros called each other more than {limits.MaxDepth} deep");
        }
    }

    public void LeaveCall() => _depth--;

    /// <summary>An empty builder; hand it back with <see cref="ReturnBuilder"/>.</summary>
    public TextBuilder RentBuilder() => _builders.TryPop(out TextBuilder? builder) ? builder : new TextBuilder(this);

    /// <summary>Takes a builder back and gives what was in it.</summary>
    public Str ReturnBuilder(TextBuilder builder)
    {
        Str content = builder.ToStr();
        builder.Clear();
        _builders.Push(builder);
        return content;
    }

    /// <summary>Ends the rendering: no builder is needed any more.</summary>
    public void Finish()
    {
        while (_builders.TryPop(out TextBuilder? builder))
        {
            builder.Finish();
        }
    }
}
