using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's equality, ordering, hashing and membership.</summary>
internal static class Comparison
{
    public static bool AreEqual(Value left, Value right)
    {
        if (left.TextOrNull is string text)
        {
            return text == right.TextOrNull;
        }

        if (left.Object is { } complex)
        {
            return right.Object is { } other && complex.IsEqualTo(other);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return left.IsFloat || right.IsFloat
                ? CompareFloats(left, right) == 0
                : left.Big == right.Big;
        }

        return left.Kind == right.Kind && left.IsSameAs(right);
    }

    public static bool IsHashable(Value value) => value.Object?.IsHashable ?? true;

    /// <summary>A hash of a hashable value that agrees with <see cref="AreEqual"/>.</summary>
    public static int HashOf(Value value) => value.Kind switch
    {
        ValueKind.String => string.GetHashCode(value.TextOrNull, StringComparison.Ordinal),
        ValueKind.Object => value.Object!.GetPythonHash(),
        ValueKind.Bool or ValueKind.Int or ValueKind.BigInt => ((double)value.Big).GetHashCode(),
        ValueKind.Float => value.Float.GetHashCode(),
        _ => (int)value.Kind,
    };

    /// <summary>Orders two values; an error for types Python does not order.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="operation">The operator, for the error message.</param>
    /// <returns>Negative, zero, positive; null where a NaN is involved.</returns>
    public static int? Order(Value left, Value right, string operation)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.IsFloat || right.IsFloat ? CompareFloats(left, right) : left.Big.CompareTo(right.Big);
        }

        if (left.TextOrNull is string leftText && right.TextOrNull is string rightText)
        {
            return PythonText.Compare(leftText, rightText);
        }

        if (left.Object is PyList leftList && right.Object is PyList rightList)
        {
            return OrderSequences(leftList.Values, rightList.Values, operation);
        }

        if (left.Object is PyTuple leftTuple && right.Object is PyTuple rightTuple)
        {
            return OrderSequences(leftTuple.Values, rightTuple.Values, operation);
        }

        throw (left.Object as PyUndefined ?? right.Object as PyUndefined)?.Fault() ?? new JinjaException(
            $"'{operation}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'");
    }

    /// <summary>What a comparison operator gives.</summary>
    public static bool Holds(Value left, string operation, Value right) => operation switch
    {
        "==" => AreEqual(left, right),
        "!=" => !AreEqual(left, right),
        "<" => Order(left, right, operation) < 0,
        "<=" => Order(left, right, operation) <= 0,
        ">" => Order(left, right, operation) > 0,
        ">=" => Order(left, right, operation) >= 0,
        "in" => IsIn(left, right),
        _ => !IsIn(left, right),
    };

    /// <summary>What <c>value in container</c> gives.</summary>
    public static bool IsIn(Value value, Value container)
    {
        if (container.TextOrNull is string text)
        {
            return value.TextOrNull is string part
                ? text.Contains(part, StringComparison.Ordinal)
                : throw new JinjaException(
                    $"'in <string>' requires string as left operand, not {value.TypeName}");
        }

        return container.Object?.Contains(value) ?? throw new JinjaException(
            $"argument of type '{container.TypeName}' is not a container or iterable");
    }

    private static int? OrderSequences(IReadOnlyList<Value> left, IReadOnlyList<Value> right, string operation)
    {
        NativeStack.Check();
        for (int i = 0; i < left.Count && i < right.Count; i++)
        {
            if (!AreEqual(left[i], right[i]))
            {
                return Order(left[i], right[i], operation);
            }
        }

        return left.Count - right.Count;
    }

    private static int? CompareFloats(Value left, Value right)
    {
        if ((left.IsFloat && double.IsNaN(left.Float)) || (right.IsFloat && double.IsNaN(right.Float)))
        {
            return null;
        }

        if (left.IsFloat && right.IsFloat)
        {
            return left.Float.CompareTo(right.Float);
        }

        return left.IsFloat ? -CompareToFloat(right.Big, left.Float) : CompareToFloat(left.Big, right.Float);
    }

    /// <summary>Compares without rounding the integer to a double.</summary>
    private static int CompareToFloat(BigInteger integer, double number)
    {
        if (double.IsInfinity(number))
        {
            return number > 0 ? -1 : 1;
        }

        double whole = Math.Floor(number);
        int order = integer.CompareTo(new BigInteger(whole));
        return order != 0 ? order : number > whole ? -1 : 0;
    }
}
