namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Filters that go through items one by one: <c>map</c>, <c>select</c> and their relatives. All are lazy.
/// </summary>
internal static class SelectionFilters
{
    public static Value Map(RenderState state, Value value, Arguments arguments)
    {
        return new PyIterator(Mapped());

        IEnumerable<Value> Mapped()
        {
            if (value.IsTruthy)
            {
                Func<Value, Value> map = PrepareMap(state, arguments);
                foreach (Value item in Iteration.Over(value))
                {
                    yield return map(item);
                }
            }
        }
    }

    public static Value Select(RenderState state, Value value, Arguments arguments) =>
        Pick(state, value, arguments, keeps: true);

    public static Value Reject(RenderState state, Value value, Arguments arguments) =>
        Pick(state, value, arguments, keeps: false);

    public static Value SelectAttribute(RenderState state, Value value, Arguments arguments) =>
        PickByAttribute(state, value, arguments, keeps: true);

    public static Value RejectAttribute(RenderState state, Value value, Arguments arguments) =>
        PickByAttribute(state, value, arguments, keeps: false);

    private static Func<Value, Value> PrepareMap(RenderState state, Arguments arguments)
    {
        if (arguments.Positional.Length == 0)
        {
            Value attribute = arguments["attribute"];
            if (attribute.IsMissing)
            {
                throw new JinjaException("map requires a filter argument");
            }

            Value otherwise = arguments["default"];
            return item => WithDefault(Lookup.Path(item, attribute), otherwise);
        }

        string name = arguments.StrAt(0).Text;
        NativeFunction filter = Filters.Find(name) ?? throw Filters.Unknown(name);
        Arguments rest = arguments.Skip(1);
        return item => filter.Invoke(state, item, rest);
    }

    private static Value PickByAttribute(RenderState state, Value value, Arguments arguments, bool keeps)
    {
        if (arguments.Positional.Length == 0)
        {
            throw new JinjaException("Missing parameter for attribute name");
        }

        Value attribute = arguments[0];
        return Pick(state, value, arguments.Skip(1), keeps, item => Lookup.Path(item, attribute));
    }

    private static PyIterator Pick(
        RenderState state, Value value, Arguments arguments, bool keeps, Func<Value, Value>? subject = null)
    {
        return new PyIterator(Picked());

        IEnumerable<Value> Picked()
        {
            if (!value.IsTruthy)
            {
                yield break;
            }

            Func<Value, bool> test = PrepareTest(state, arguments);
            foreach (Value item in Iteration.Over(value))
            {
                if (test(subject is null ? item : subject(item)) == keeps)
                {
                    yield return item;
                }
            }
        }
    }

    private static Func<Value, bool> PrepareTest(RenderState state, Arguments arguments)
    {
        if (arguments.Positional.Length == 0)
        {
            return item => item.IsTruthy;
        }

        string name = arguments.StrAt(0).Text;
        NativeFunction test = Tests.Find(name) ?? throw Tests.Unknown(name);
        Arguments rest = arguments.Skip(1);
        return item => test.Invoke(state, item, rest).IsTruthy;
    }

    private static Value WithDefault(Value value, Value otherwise) =>
        value.IsUndefined && !otherwise.IsMissing && !otherwise.IsNone ? otherwise : value;
}
