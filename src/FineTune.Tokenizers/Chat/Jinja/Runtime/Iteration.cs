namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's iteration and lengths.</summary>
internal static class Iteration
{
    public static bool CanIterate(Value value) => value.IsString || value.Object?.Items is not null;

    /// <summary>The items of a value; a string's are its code points.</summary>
    public static IEnumerable<Value> Over(Value value)
    {
        if (value.TryGetString(out Str text))
        {
            return Characters(text);
        }

        return value.Object?.Items ?? throw new JinjaException($"'{value.TypeName}' object is not iterable");
    }

    /// <summary>What <c>len()</c> gives; an error for what has no length.</summary>
    public static int Length(Value value) =>
        LengthOf(value) ?? throw new JinjaException($"object of type '{value.TypeName}' has no len()");

    /// <summary>What <c>len()</c> gives; null for what has no length.</summary>
    public static int? LengthOf(Value value) =>
        value.TextOrNull is string text ? PythonText.CountCodePoints(text) : value.Object?.Length;

    private static IEnumerable<Value> Characters(Str text)
    {
        for (int at = 0; at < text.Length; at += PythonText.WidthAt(text.Text, at))
        {
            yield return text.Slice(at, at + PythonText.WidthAt(text.Text, at)).WithSafety(false);
        }
    }
}
