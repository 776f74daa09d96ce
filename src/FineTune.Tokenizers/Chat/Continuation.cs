using FineTune.Tokenizers.Chat.Jinja;

namespace FineTune.Tokenizers.Chat;

/// <summary>
/// Renders a conversation so that it ends inside its last message. As transformers does it: a tag is put at the end of
/// the message's text, and the rendered text is cut where the tag shows up.
/// </summary>
/// <param name="field">The field to continue.</param>
/// <param name="template">The template's name, for error messages.</param>
/// <param name="render">Renders a conversation.</param>
internal sealed class Continuation(
    string field, string template, Func<IReadOnlyList<PyDict>, RenderedText> render)
{
    // The trailing space tells whether the template trims the message.
    private const string Tag = "CONTINUE_FINAL_MESSAGE_TAG ";

    public RenderedText Render(IReadOnlyList<PyDict> messages)
    {
        if (messages.Count == 0 || !messages[^1].TryGet(field, out Value final))
        {
            throw ChatTemplateException.NothingToContinue(field);
        }

        Value tagged = AddTag(final, out Str continued);
        PyDict last = Replace(messages[^1], field, tagged);
        RenderedText rendered = render([.. messages.Take(messages.Count - 1), last]);
        string trimmed = StringEditing.Strip(continued, default, left: true, right: true).Text;
        int at = rendered.Text.LastIndexOf(Tag.TrimEnd(), StringComparison.Ordinal);
        if (at < 0 || !rendered.Text.Contains(trimmed, StringComparison.Ordinal))
        {
            throw ChatTemplateException.ContinuationLost(template, field);
        }

        bool keepsSpace = rendered.Text.AsSpan(at).StartsWith(Tag, StringComparison.Ordinal);
        return rendered.Truncate(keepsSpace ? at : PythonText.TrimEnd(rendered.Text.AsSpan(0, at)));
    }

    /// <summary>The field's value with the tag after its text, or after the last text of its parts.</summary>
    private Value AddTag(Value value, out Str continued)
    {
        if (value.TryGetString(out continued))
        {
            return continued.Concat(Tag);
        }

        if (value.Object is PyList parts)
        {
            for (int i = parts.Values.Count - 1; i >= 0; i--)
            {
                if (parts.Values[i].Object is PyDict part && part.TryGet("text", out Value text) &&
                    text.TryGetString(out continued))
                {
                    Value[] tagged = [.. parts.Values];
                    tagged[i] = Replace(part, "text", continued.Concat(Tag));
                    return new PyList(tagged, parts.Origin);
                }
            }
        }

        throw ChatTemplateException.NothingToContinue(field);
    }

    private static PyDict Replace(PyDict dict, string key, Value value)
    {
        var copy = new PyDict(dict.Length!.Value, dict.Origin);
        foreach (KeyValuePair<Value, Value> entry in dict.Entries)
        {
            copy.Set(entry.Key, entry.Key.TextOrNull == key ? value : entry.Value);
        }

        return copy;
    }
}
