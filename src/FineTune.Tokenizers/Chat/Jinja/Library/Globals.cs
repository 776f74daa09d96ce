using System.Collections.Frozen;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The functions every template can call.</summary>
internal static class Globals
{
    // The bound of Jinja's sandbox.
    private const int MaxRange = 100_000;

    private static readonly FrozenDictionary<string, Value> All = new NativeFunction[]
    {
        new("range", (_, _, arguments) => Range(arguments), "start", "stop?", "step?"),
        NativeFunction.Variadic("dict", (_, _, arguments) => ToDict(arguments)),
        NativeFunction.Variadic("namespace", (_, _, arguments) => new PyNamespace(ToDict(arguments))),
        NativeFunction.Variadic("cycler", (_, _, arguments) => new PyCycler(arguments.Positional)),
        new("joiner", (_, _, arguments) => new PyJoiner(arguments.StrAt(0, ", ")), "sep?"),
        new("raise_exception", (_, _, arguments) =>
            throw new JinjaException(TextBuilder.StrOf(arguments[0])), "message"),
        new("strftime_now", (state, _, arguments) =>
            Strftime.Format(state.Clock.GetLocalNow(), arguments.StrAt(0).Text), "format"),
    }.ToFrozenDictionary(function => function.Name, function => (Value)new BoundMethod(function));

    /// <summary>The function of that name, or missing.</summary>
    public static Value Find(string name) => All.GetValueOrDefault(name);

    private static PyRange Range(Arguments arguments)
    {
        foreach (Value argument in arguments.Positional)
        {
            if (!argument.IsInt && !argument.IsBool)
            {
                throw (argument.Object as PyUndefined)?.Fault() ?? new JinjaException(
                    $"'{argument.TypeName}' object cannot be interpreted as an integer");
            }
        }

        bool hasStart = arguments.Positional.Length > 1;
        long step = arguments[2].IsMissing ? 1 : arguments[2].Integer;
        if (step == 0)
        {
            throw new JinjaException("range() arg 3 must not be zero");
        }

        var range = new PyRange(
            hasStart ? arguments[0].Integer : 0, hasStart ? arguments[1].Integer : arguments[0].Integer, step);
        return range.Length <= MaxRange ? range : throw new JinjaException(
            $"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({MaxRange}).");
    }

    /// <summary>What <c>dict(mapping_or_pairs, name=value)</c> gives.</summary>
    private static PyDict ToDict(Arguments arguments)
    {
        var result = new PyDict();
        if (arguments.Positional.Length > 1)
        {
            throw new JinjaException($"dict expected at most 1 argument, got {arguments.Positional.Length}");
        }

        if (arguments[0].Object is PyDict source)
        {
            result = DictMethods.Copy(source);
        }
        else if (!arguments[0].IsMissing)
        {
            foreach (Value pair in Iteration.Over(arguments[0]))
            {
                Value[] entry = [.. Iteration.Over(pair)];
                if (entry.Length != 2)
                {
                    throw new JinjaException(
                        $"dictionary update sequence element has length {entry.Length}; 2 is required");
                }

                result.Set(entry[0], entry[1]);
            }
        }

        foreach ((string name, Value value) in arguments.Named)
        {
            result.Set(name, value);
        }

        return result;
    }
}
