using System.Text;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's <c>json.dumps</c>.</summary>
/// <param name="output">What is appended to.</param>
/// <param name="indent">What each level is indented by; null writes everything on one line.</param>
/// <param name="separators">What stands between items and between key and value.</param>
/// <param name="escapesNonAscii">Whether characters beyond ASCII become <c>\u</c> escapes.</param>
/// <param name="sortsKeys">Whether a dict's entries are ordered by key.</param>
internal sealed class JsonText(
    TextBuilder output, string? indent, (string Item, string Key) separators, bool escapesNonAscii, bool sortsKeys)
{
    public void Append(Value value)
    {
        int start = output.Length;
        Append(value, 0);
        if (value.Object is { } complex)
        {
            output.AddOrigin(complex, start);
        }
    }

    private void Append(Value value, int depth)
    {
        if (value.TryGetString(out Str text))
        {
            AppendString(text);
            return;
        }

        switch (value.Object)
        {
            case null:
                output.Append(Scalar(value));
                break;
            case PyDict dict:
                AppendDict(dict, depth);
                break;
            case PyList list:
                AppendList(list.Values, depth);
                break;
            case PyTuple tuple:
                AppendList(tuple.Values, depth);
                break;
            default:
                throw new JinjaException($"Object of type {value.TypeName} is not JSON serializable");
        }
    }

    private static string Scalar(Value value) => value.Kind switch
    {
        ValueKind.None => "null",
        ValueKind.Bool => value.Integer != 0 ? "true" : "false",
        ValueKind.Float when double.IsNaN(value.Float) => "NaN",
        ValueKind.Float when double.IsInfinity(value.Float) => value.Float > 0 ? "Infinity" : "-Infinity",
        _ => PythonNumbers.ToText(value),
    };

    private void AppendList(IReadOnlyList<Value> values, int depth)
    {
        if (values.Count == 0)
        {
            output.Append("[]");
            return;
        }

        NativeStack.Check();
        output.Append("[");
        for (int i = 0; i < values.Count; i++)
        {
            StartItem(i, depth + 1);
            Append(values[i], depth + 1);
        }

        BreakLine(depth);
        output.Append("]");
    }

    private void AppendDict(PyDict dict, int depth)
    {
        if (dict.Length == 0)
        {
            output.Append("{}");
            return;
        }

        NativeStack.Check();
        IEnumerable<KeyValuePair<Value, Value>> entries = sortsKeys
            ? Sorting.Stable(dict.EntryArray(), entry => entry.Key)
            : dict.EntryArray();

        output.Append("{");
        int index = 0;
        foreach ((Value key, Value value) in entries)
        {
            StartItem(index++, depth + 1);
            AppendKey(key);
            output.Append(separators.Key);
            Append(value, depth + 1);
        }

        BreakLine(depth);
        output.Append("}");
    }

    private void AppendKey(Value key)
    {
        if (key.TryGetString(out Str text))
        {
            AppendString(text);
        }
        else if (key.Object is not null)
        {
            throw new JinjaException($"keys must be str, int, float, bool or None, not {key.TypeName}");
        }
        else
        {
            output.Append($"\"{Scalar(key)}\"");
        }
    }

    private void StartItem(int index, int depth)
    {
        output.Append(index == 0 ? "" : separators.Item);
        BreakLine(depth);
    }

    private void BreakLine(int depth)
    {
        if (indent is null)
        {
            return;
        }

        output.Append("\n");
        for (int i = 0; i < depth; i++)
        {
            output.Append(indent);
        }
    }

    private void AppendString(Str text)
    {
        output.Append("\"");
        output.Append(text.WithSafety(false).Map(Escape));
        output.Append("\"");
    }

    private string Escape(string text)
    {
        ReadOnlySpan<char> span = text;
        bool isPlain = span.IndexOfAnyInRange('\0', '\x1f') < 0 && span.IndexOfAny('"', '\\') < 0 &&
            (!escapesNonAscii || span.IndexOfAnyExceptInRange(' ', '~') < 0);
        if (isPlain)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)c:x4}",
                > '~' when escapesNonAscii => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
