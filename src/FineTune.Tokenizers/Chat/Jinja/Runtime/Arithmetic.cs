using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's arithmetic operators.</summary>
internal static class Arithmetic
{
    // 2^65536 has about 20,000 digits; what a template could want beyond that is to hang its reader.
    private const int MaxBits = 65_536;

    /// <summary>What <c>left operation right</c> gives for every operator but <c>+</c>.</summary>
    public static Value Apply(RenderState state, Value left, string operation, Value right) => operation switch
    {
        "-" => left.IsInt && right.IsInt && TrySubtract(left.Integer, right.Integer, out long difference)
            ? difference
            : OnNumbers(left, operation, right, (a, b) => a - b, (a, b) => a - b),
        "*" => Multiply(state, left, right),
        "/" => Divide(left, right),
        "//" => OnNumbers(left, operation, right, FloorDivide, (a, b) => Math.Floor(a / NonZero(b))),
        "%" => left.TryGetString(out Str format)
            ? PrintfFormat.Apply(state, format, right)
            : OnNumbers(left, operation, right, Modulo, Modulo),
        _ => Power(left, right),
    };

    public static Value Add(RenderState state, Value left, Value right)
    {
        if (left.IsInt && right.IsInt)
        {
            long sum = unchecked(left.Integer + right.Integer);
            bool overflowed = ((left.Integer ^ sum) & (right.Integer ^ sum)) < 0;
            return overflowed ? Value.From(left.Big + right.Big) : sum;
        }

        if (left.TryGetString(out Str text) && right.TryGetString(out Str other))
        {
            state.Charge(text.Length + other.Length);
            return Join(text, other);
        }

        if (left.Object is PyList list && right.Object is PyList otherList)
        {
            state.Charge(list.Values.Count + otherList.Values.Count);
            return new PyList([.. list.Values, .. otherList.Values]);
        }

        if (left.Object is PyTuple tuple && right.Object is PyTuple otherTuple)
        {
            state.Charge(tuple.Values.Count + otherTuple.Values.Count);
            return new PyTuple([.. tuple.Values, .. otherTuple.Values]);
        }

        if (!right.IsUndefined && (left.IsString || left.Object is PyList or PyTuple))
        {
            string type = left.IsString ? "str" : left.TypeName;
            throw new JinjaException($"can only concatenate {type} (not \"{right.TypeName}\") to {type}");
        }

        return OnNumbers(left, "+", right, (a, b) => a + b, (a, b) => a + b);
    }

    /// <summary>What <c>+value</c> or <c>-value</c> gives.</summary>
    public static Value ApplySign(string operation, Value value)
    {
        if (!value.IsNumber)
        {
            throw (value.Object as PyUndefined)?.Fault() ??
                new JinjaException($"bad operand type for unary {operation}: '{value.TypeName}'");
        }

        if (value.IsFloat)
        {
            return operation == "-" ? -value.Float : value;
        }

        return Value.From(operation == "-" ? -value.Big : value.Big);
    }

    /// <summary>Two strings as one; markup escapes what is plain.</summary>
    private static Str Join(Str left, Str right)
    {
        if (left.IsSafe == right.IsSafe)
        {
            return left.Concat(right);
        }

        return Markup.Escape(left).Concat(Markup.Escape(right)).WithSafety(true);
    }

    private static Value Multiply(RenderState state, Value left, Value right)
    {
        if (left.IsInt && right.IsInt)
        {
            return Value.From((BigInteger)left.Integer * right.Integer);
        }

        if (right.IsIntegral && IsRepeatable(left))
        {
            return Repeat(state, left, right);
        }

        if (left.IsIntegral && IsRepeatable(right))
        {
            return Repeat(state, right, left);
        }

        if (!left.IsUndefined && !right.IsUndefined && (IsRepeatable(left) || IsRepeatable(right)))
        {
            string type = IsRepeatable(left) ? right.TypeName : left.TypeName;
            throw new JinjaException($"can't multiply sequence by non-int of type '{type}'");
        }

        return OnNumbers(left, "*", right, (a, b) => Bounded(a, b, a * b), (a, b) => a * b);
    }

    private static BigInteger Bounded(BigInteger left, BigInteger right, BigInteger product) =>
        left.GetBitLength() + right.GetBitLength() <= MaxBits ? product : throw TooBig();

    private static bool IsRepeatable(Value value) => value.IsString || value.Object is PyList or PyTuple;

    private static Value Repeat(RenderState state, Value sequence, Value times)
    {
        long count = times.Kind == ValueKind.BigInt
            ? throw new JinjaException("cannot fit 'int' into an index-sized integer")
            : Math.Max(0, times.Integer);
        if (sequence.TryGetString(out Str text))
        {
            state.Charge(count, text.Length);
            TextBuilder output = state.RentBuilder();
            for (long i = 0; i < count && text.Length > 0; i++)
            {
                output.Append(text);
            }

            return state.ReturnBuilder(output).WithSafety(text.IsSafe);
        }

        IReadOnlyList<Value> values = (sequence.Object as PyList)?.Values ?? ((PyTuple)sequence.Object!).Values;
        state.Charge(count, values.Count);
        var repeated = new List<Value>();
        for (long i = 0; i < count && values.Count > 0; i++)
        {
            repeated.AddRange(values);
        }

        return sequence.Object is PyList ? new PyList(repeated) : new PyTuple(repeated);
    }

    private static Value Divide(Value left, Value right)
    {
        if (left.IsIntegral && right.IsIntegral)
        {
            return right.Big.IsZero ? throw ByZero() : PythonNumbers.Divide(left.Big, right.Big);
        }

        return OnNumbers(left, "/", right, (_, _) => 0, (a, b) => a / NonZero(b));
    }

    private static Value Power(Value left, Value right)
    {
        if (left.IsIntegral && right.IsIntegral && right.Big.Sign >= 0)
        {
            bool isTrivial = BigInteger.Abs(left.Big) <= 1;
            if (!isTrivial && left.Big.GetBitLength() * right.Big > MaxBits)
            {
                throw TooBig();
            }

            // Of zero, one and minus one only the exponent's parity counts, however long it is.
            BigInteger exponent = isTrivial && right.Big > 2 ? 2 + (right.Big % 2) : right.Big;
            return Value.From(BigInteger.Pow(left.Big, (int)exponent));
        }

        return OnNumbers(left, "** or pow()", right, (_, _) => 0, RaiseFloat, integersAsFloats: true);
    }

    private static double RaiseFloat(double left, double right)
    {
        if (left == 0 && right < 0)
        {
            throw new JinjaException("zero to a negative power");
        }

        if (left < 0 && double.IsFinite(right) && right != Math.Floor(right))
        {
            throw new JinjaException("complex numbers are not supported");
        }

        double result = Math.Pow(left, right);
        return double.IsInfinity(result) && double.IsFinite(left) && double.IsFinite(right)
            ? throw new JinjaException("(34, 'Numerical result out of range')")
            : result;
    }

    private static Value OnNumbers(
        Value left,
        string operation,
        Value right,
        Func<BigInteger, BigInteger, BigInteger> onIntegers,
        Func<double, double, double> onFloats,
        bool integersAsFloats = false)
    {
        if (!left.IsNumber || !right.IsNumber)
        {
            throw (left.Object as PyUndefined ?? right.Object as PyUndefined)?.Fault() ?? new JinjaException(
                $"unsupported operand type(s) for {operation}: '{left.TypeName}' and '{right.TypeName}'");
        }

        return left.IsFloat || right.IsFloat || integersAsFloats
            ? onFloats(ToDouble(left), ToDouble(right))
            : Value.From(onIntegers(left.Big, right.Big));
    }

    private static double ToDouble(Value value)
    {
        double number = value.IsFloat ? value.Float : (double)value.Big;
        return double.IsInfinity(number) && !value.IsFloat
            ? throw new JinjaException("int too large to convert to float")
            : number;
    }

    private static bool TrySubtract(long left, long right, out long difference)
    {
        difference = unchecked(left - right);
        return ((left ^ right) & (left ^ difference)) >= 0;
    }

    private static BigInteger FloorDivide(BigInteger left, BigInteger right)
    {
        BigInteger quotient = BigInteger.DivRem(left, NonZero(right), out BigInteger rest);
        return !rest.IsZero && rest.Sign != right.Sign ? quotient - 1 : quotient;
    }

    private static BigInteger Modulo(BigInteger left, BigInteger right)
    {
        BigInteger rest = BigInteger.Remainder(left, NonZero(right));
        return !rest.IsZero && rest.Sign != right.Sign ? rest + right : rest;
    }

    private static double Modulo(double left, double right)
    {
        double rest = left % NonZero(right);
        if (rest == 0)
        {
            return Math.CopySign(0, right);
        }

        return rest < 0 != right < 0 ? rest + right : rest;
    }

    private static BigInteger NonZero(BigInteger divisor) => divisor.IsZero ? throw ByZero() : divisor;

    private static double NonZero(double divisor) => divisor == 0 ? throw ByZero() : divisor;

    private static JinjaException ByZero() => new("division by zero");

    private static JinjaException TooBig() => new($"integer result has more than {MaxBits} bits");
}
