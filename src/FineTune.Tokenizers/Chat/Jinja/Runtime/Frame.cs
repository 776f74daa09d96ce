namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The variables of one run of a function: of the template itself, of a macro or of a call block.</summary>
/// <param name="state">The rendering.</param>
/// <param name="slotCount">How many variables the function has.</param>
/// <param name="outer">The frame the function was defined in; null for the template.</param>
internal sealed class Frame(RenderState state, int slotCount, Frame? outer)
{
    private readonly Value[] _slots = new Value[slotCount];

    public RenderState State { get; } = state;

    /// <summary>The variable's value, or <see cref="ValueKind.Missing"/>.</summary>
    public Value Get(VariableReference reference) => FrameOf(reference)._slots[reference.Slot];

    public void Set(VariableReference reference, Value value) => FrameOf(reference)._slots[reference.Slot] = value;

    public Frame Enter(int slotCount) => new(State, slotCount, this);

    private Frame FrameOf(VariableReference reference)
    {
        Frame frame = this;
        for (int i = reference.Hops; i > 0; i--)
        {
            frame = frame.Outer!;
        }

        return frame;
    }

    private Frame? Outer { get; } = outer;
}
