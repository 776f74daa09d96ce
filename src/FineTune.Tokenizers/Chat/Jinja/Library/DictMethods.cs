namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The methods of <c>dict</c>.</summary>
internal static class DictMethods
{
    public static readonly MethodTable Table = new(
        [
            new NativeFunction("get", (_, self, arguments) => Get((PyDict)self.Object!, arguments), "key", "default?"),
            new NativeFunction("keys", (_, self, _) => new PyDictView((PyDict)self.Object!, "keys")),
            new NativeFunction("values", (_, self, _) => new PyDictView((PyDict)self.Object!, "values")),
            new NativeFunction("items", (_, self, _) => new PyDictView((PyDict)self.Object!, "items")),
            new NativeFunction("copy", (_, self, _) => Copy((PyDict)self.Object!)),
        ],
        "clear", "pop", "popitem", "setdefault", "update", "fromkeys");

    public static PyDict Copy(PyDict dict)
    {
        var copy = new PyDict(dict.Length!.Value);
        foreach (KeyValuePair<Value, Value> entry in dict.Entries)
        {
            copy.Set(entry.Key, entry.Value);
        }

        return copy;
    }

    private static Value Get(PyDict dict, Arguments arguments)
    {
        if (dict.TryGetItem(arguments[0], out Value value))
        {
            return value;
        }

        return arguments[1].IsMissing ? Value.None : arguments[1];
    }
}
