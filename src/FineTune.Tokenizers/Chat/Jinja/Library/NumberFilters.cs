using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Filters that work on numbers.</summary>
internal static class NumberFilters
{
    public static Value Abs(RenderState state, Value value, Arguments arguments)
    {
        if (!value.IsNumber)
        {
            throw (value.Object as PyUndefined)?.Fault() ??
                new JinjaException($"bad operand type for abs(): '{value.TypeName}'");
        }

        return value.IsFloat ? Math.Abs(value.Float) : Value.From(BigInteger.Abs(value.Big));
    }

    public static Value ToInteger(RenderState state, Value value, Arguments arguments)
    {
        Value otherwise = arguments[0].IsMissing ? 0 : arguments[0];
        if (value.Object is PyUndefined undefined)
        {
            throw undefined.Fault();
        }

        if (value.TextOrNull is string text)
        {
            return PythonNumbers.ParseInteger(text, arguments.IntAt(1, 10)) ??
                (PythonNumbers.ParseFloat(text) is { } parsed ? Truncate(parsed, otherwise) : otherwise);
        }

        return value.IsFloat ? Truncate(value.Float, otherwise) : value.IsIntegral ? Value.From(value.Big) : otherwise;
    }

    public static Value ToFloat(RenderState state, Value value, Arguments arguments)
    {
        double? number = value.Kind switch
        {
            ValueKind.String => PythonNumbers.ParseFloat(value.TextOrNull!),
            ValueKind.Float => value.Float,
            ValueKind.Int or ValueKind.Bool or ValueKind.BigInt => (double)value.Big,
            ValueKind.Object when value.Object is PyUndefined undefined => throw undefined.Fault(),
            _ => null,
        };
        return number ?? (arguments[0].IsMissing ? 0.0 : arguments[0]);
    }

    public static Value Round(RenderState state, Value value, Arguments arguments)
    {
        int precision = arguments.IntAt(0, 0);
        string method = arguments.StrAt(1, "common").Text;
        if (method is not ("common" or "ceil" or "floor"))
        {
            throw new JinjaException("method must be common, ceil or floor");
        }

        if (!value.IsNumber)
        {
            throw (value.Object as PyUndefined)?.Fault() ??
                new JinjaException($"type {value.TypeName} doesn't define __round__ method");
        }

        if (method == "common")
        {
            return value.IsFloat ? FloatFormat.Round(value.Float, precision) : RoundInteger(value.Big, precision);
        }

        // Jinja scales up, rounds and scales down; with integers and no decimals that is exact.
        double scale = Math.Pow(10, precision);
        double scaled = (value.IsFloat ? value.Float : (double)value.Big) * scale;
        return (method == "ceil" ? Math.Ceiling(scaled) : Math.Floor(scaled)) / scale;
    }

    public static Value Sum(RenderState state, Value value, Arguments arguments)
    {
        Value sum = arguments[1].IsMissing ? 0 : arguments[1];
        foreach (Value item in Iteration.Over(value))
        {
            bool isPlain = arguments[0].IsMissing || arguments[0].IsNone;
            sum = Arithmetic.Add(state, sum, isPlain ? item : Lookup.Path(item, arguments[0]));
        }

        return sum;
    }

    private static Value Truncate(double number, Value otherwise) =>
        double.IsFinite(number) ? Value.From(new BigInteger(Math.Truncate(number))) : otherwise;

    /// <summary>Rounds half to even at a negative number of decimals; integers have no others.</summary>
    private static Value RoundInteger(BigInteger number, int precision)
    {
        if (precision >= 0 || precision < -5000)
        {
            return precision >= 0 ? Value.From(number) : 0;
        }

        var unit = BigInteger.Pow(10, -precision);
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(number), unit, out BigInteger rest);
        int half = (rest * 2).CompareTo(unit);
        quotient += half > 0 || (half == 0 && !quotient.IsEven) ? 1 : 0;
        return Value.From(quotient * unit * number.Sign);
    }
}
