namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Attribute and item access: <c>a.b</c> prefers attributes, <c>a['b']</c> prefers items.</summary>
internal static class Lookup
{
    /// <summary>What <c>value.name</c> gives.</summary>
    public static Value Attribute(Value value, string name)
    {
        Value attribute = OwnAttribute(value, name);
        if (!attribute.IsMissing)
        {
            return attribute;
        }

        return TryItem(value, name, out Value item) ? item : PyUndefined.Member(value, name);
    }

    /// <summary>What <c>value[key]</c> gives.</summary>
    public static Value Item(Value value, Value key)
    {
        if (TryItem(value, key, out Value item))
        {
            return item;
        }

        Value attribute = key.TextOrNull is string name ? OwnAttribute(value, name) : default;
        return attribute.IsMissing ? PyUndefined.Member(value, key) : attribute;
    }

    /// <summary>The method of that name; null where the type has none a template may call.</summary>
    public static NativeFunction? Method(Value value, string name) => MethodsOf(value).Find(name);

    /// <summary>Follows a path such as <c>function.name</c> or <c>0.text</c>, as filters take it.</summary>
    public static Value Path(Value value, Value path)
    {
        if (path.TextOrNull is not string names)
        {
            return Item(value, path);
        }

        foreach (string part in names.Split('.'))
        {
            bool isIndex = part.Length > 0 && part.All(char.IsAsciiDigit);
            value = Item(value, isIndex ? int.Parse(part) : part);
        }

        return value;
    }

    /// <summary>The attribute itself, never an item; missing where there is none.</summary>
    public static Value OwnAttribute(Value value, string name)
    {
        MethodTable methods = MethodsOf(value);
        if (methods.Find(name) is { } method)
        {
            return new BoundMethod(method, value);
        }

        if (methods.Forbids(name) || (IsSpecial(name) && !value.IsUndefined))
        {
            return PyUndefined.Unsafe(value, name);
        }

        return value.Object?.GetAttribute(name) ?? NumberMethods.Attribute(value, name);
    }

    /// <summary>Whether a dict has no attribute of that name, so that it can only be a key.</summary>
    public static bool IsPlainKey(string name) =>
        !IsSpecial(name) && !DictMethods.Table.Forbids(name) && DictMethods.Table.Find(name) is null;

    private static bool IsSpecial(string name) => name[0] == '_' &&
        name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal);

    private static MethodTable MethodsOf(Value value) => value.Kind switch
    {
        ValueKind.String => StringMethods.Table,
        ValueKind.Object => value.Object!.Methods,
        ValueKind.Int or ValueKind.BigInt or ValueKind.Bool => NumberMethods.OfInt,
        ValueKind.Float => NumberMethods.OfFloat,
        _ => MethodTable.Empty,
    };

    private static bool TryItem(Value value, Value key, out Value item)
    {
        if (value.Object is { } complex)
        {
            return complex.TryGetItem(key, out item);
        }

        item = default;
        return value.TryGetString(out Str text) && Slicing.TryCharacter(text, key, out item);
    }
}
