namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// A chain of <c>+</c>, left to right. Chat templates put turns together with it, so chains of strings are written in
/// one go instead of growing string by string.
/// </summary>
internal sealed class SumExpression(int position, IReadOnlyList<Expression> operands) : Expression(position)
{
    private readonly Expression[] _operands = [.. operands];

    public override IEnumerable<Node> Children => _operands;

    public override Value Evaluate(Frame frame)
    {
        TextBuilder output = frame.State.RentBuilder();
        Value sum = Append(frame, output);
        Str text = frame.State.ReturnBuilder(output);
        return sum.IsMissing ? text : sum;
    }

    public override void Print(Frame frame, TextBuilder output)
    {
        Value sum = Append(frame, output);
        if (!sum.IsMissing)
        {
            output.AppendStr(sum);
        }
    }

    /// <summary>Appends the sum where it is a plain string.</summary>
    /// <returns>The sum where it is anything else, missing otherwise.</returns>
    private Value Append(Frame frame, TextBuilder output)
    {
        int start = output.Length;
        int firstMark = output.Marks.Count;
        int next = 0;
        Value operand = default;
        while (next < _operands.Length)
        {
            operand = _operands[next++].Evaluate(frame);
            if (!operand.TryGetString(out Str text) || text.IsSafe)
            {
                return AddRest(frame, next > 1 ? output.Cut(start, firstMark) : default, operand, next);
            }

            output.Append(text);
            output.EndOperand();
        }

        return default;
    }

    private Value AddRest(Frame frame, Value sum, Value operand, int next)
    {
        while (true)
        {
            frame.State.Position = Position;
            sum = sum.IsMissing ? operand : Arithmetic.Add(frame.State, sum, operand);
            if (next == _operands.Length)
            {
                return sum;
            }

            operand = _operands[next++].Evaluate(frame);
        }
    }
}
