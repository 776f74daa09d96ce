using System.Text.Json;
using FineTune.Data;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Recipes;

/// <summary>Renders conversations by a chat template, a JSON line for each.</summary>
public static class TemplateRun
{
    /// <summary>Opens a chat template.</summary>
    /// <param name="path">A model folder, a <c>.jinja</c> file, or the name of a built-in template.</param>
    /// <exception cref="ChatTemplateException">It cannot be read.</exception>
    /// <exception cref="RecipeException">It is none of these.</exception>
    public static ChatTemplate Open(string path)
    {
        if (Directory.Exists(path))
        {
            return ChatTemplate.FromFolder(path);
        }
        if (File.Exists(path))
        {
            return ChatTemplate.FromFile(path);
        }
        var names = BuiltInTemplates.All.Select(entry => entry.Name).ToList();
        return names.Contains(path)
            ? BuiltInTemplates.Find(path).Load()
            : throw RecipeException.UnknownTemplate(path, names);
    }

    /// <summary>Renders the conversations of a file.</summary>
    /// <param name="template">The template.</param>
    /// <param name="input">JSON lines: arrays of messages, or objects with <c>messages</c>, <c>tools</c>,
    /// <c>documents</c>.</param>
    /// <param name="generationPrompt">Whether each ends with the prompt for an answer.</param>
    /// <param name="withSpans">Whether to tell what of each text the assistant wrote.</param>
    /// <param name="console">Hears of the messages whose spans cannot be told.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>For each conversation a JSON string, or, with spans, an object with <c>text</c> and <c>spans</c>, which
    /// count Unicode code points.</returns>
    /// <exception cref="DataException">The file cannot be used.</exception>
    /// <exception cref="RecipeException">Conversations cannot be rendered: all of them in one.</exception>
    public static IReadOnlyList<string> Render(
        ChatTemplate template,
        string input,
        bool generationPrompt,
        bool withSpans,
        IRunConsole console,
        CancellationToken stop)
    {
        var options = new RenderOptions { AddGenerationPrompt = generationPrompt, TrackSpans = withSpans };
        var lines = new List<string>();
        var problems = new List<string>();
        foreach (var (origin, conversation) in JsonLines.Read(input, ReadConversation))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var chat = conversation.Render(template, options);
                lines.Add(withSpans ? LineWithSpans(chat) : LineOutput.ToJson(chat.Text));
                foreach (var turn in chat.Problems)
                {
                    console.Notice($"{origin}: message {turn.MessageIndex} has no span: {Describe(turn)}");
                }
            }
            catch (ChatTemplateException e)
            {
                problems.Add(RecipeException.InRow(origin, e).Message);
            }
        }
        return problems.Count == 0 ? lines : throw RecipeException.Several(problems);
    }

    private static Conversation ReadConversation(JsonElement json)
    {
        try
        {
            return Conversation.FromJson(json);
        }
        catch (ChatTemplateException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static string LineWithSpans(RenderedChat chat) => LineOutput.ToJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("text", chat.Text);
        json.WritePropertyName("spans");
        LineOutput.WriteSpans(json, chat.AssistantSpans.Select(span => InCodePoints(chat.Text, span)));
        json.WriteEndObject();
    });

    private static TextSpan InCodePoints(string text, TextSpan span) =>
        new(CountCodePoints(text, span.Start), CountCodePoints(text, span.End));

    private static int CountCodePoints(string text, int end)
    {
        var count = 0;
        foreach (var _ in text.AsSpan(0, end).EnumerateRunes())
        {
            count++;
        }
        return count;
    }

    private static string Describe(TurnSpans turn)
    {
        var reason = turn.Problem switch
        {
            SpanProblem.NotRendered => "the template writes nothing for it",
            SpanProblem.Untraceable => "nothing that the template writes for it can be traced to it",
            SpanProblem.Scattered => "the template writes it in several places",
            SpanProblem.Interleaved => "the template writes another message's text inside it",
            _ => "it does not begin like the template's generation prompt, so its own part cannot be told",
        };
        return turn.DroppedFields.Count == 0 ? reason : $"{reason}; left out: {string.Join(", ", turn.DroppedFields)}";
    }
}
