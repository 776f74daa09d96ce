using System.Text.Json;
using FineTune.Data;
using FineTune.Generation;
using FineTune.Tokenizers.Chat;

namespace FineTune.Recipes;

/// <summary>Generates from prompts: one JSON line for each text, in the order of the prompts.</summary>
/// <param name="Model">The model.</param>
/// <param name="Config">How it generates.</param>
/// <param name="AsChat">Whether prompts are put as a user's turn through the chat template; if not, they go on as they
/// are.</param>
public sealed record GenerateRun(TrainedDecoder Model, GenerationConfig Config, bool AsChat)
{
    /// <summary>Most rows of a model's pass; texts and beams of one prompt are rows.</summary>
    public int RowsAtOnce { get; init; } = 16;

    /// <summary>One prompt from the command line.</summary>
    public static IReadOnlyList<PromptRow> One(string text) => [PromptRow.Of(new RowOrigin("--prompt", 1), text)];

    /// <summary>The prompts of a file: plain lines (.txt), or rows with a column <c>prompt</c>, <c>text</c>,
    /// <c>instruction</c>, <c>question</c> or <c>input</c>, or of conversations, <c>messages</c>.</summary>
    /// <exception cref="DataException">The file cannot be used.</exception>
    public static IReadOnlyList<PromptRow> Read(string file) => PromptFile.Read(file);

    /// <summary>Generates. Every prompt is looked at before the first text; then texts come batch by batch.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>For each text a JSON object: <c>prompt</c> or <c>messages</c>, <c>text</c>, <c>ids</c>,
    /// <c>finish_reason</c>, and with beams <c>score</c>.</returns>
    /// <exception cref="GenerationException">A setting cannot be.</exception>
    /// <exception cref="RecipeException">Prompts cannot be used; all of them are told.</exception>
    public IEnumerable<string> Lines(IReadOnlyList<PromptRow> prompts, CancellationToken stop)
    {
        var config = AsChat ? ChatPrompt.WithTurnEnd(Config, Template, Model.Tokenizer) : Config;
        var ids = Encode(prompts, config);
        var generator = Model.Texts;
        var batch = Math.Max(1, RowsAtOnce / Math.Max(config.NumBeams, config.NumReturnSequences));
        for (var first = 0; first < prompts.Count; first += batch)
        {
            var texts = generator.Generate(
                ids[first..Math.Min(first + batch, ids.Length)], config, continues: !AsChat, stop: stop);
            foreach (var text in texts)
            {
                yield return Line(prompts[first + text.Tokens.Prompt], text);
            }
        }
    }

    private ChatTemplate Template =>
        Model.Template ?? throw GenerationException.NoChatTemplate(Model.Path);

    private int[][] Encode(IReadOnlyList<PromptRow> prompts, GenerationConfig config)
    {
        var tokens = Model.Tokens;
        tokens.Check(config);
        var problems = new InputProblems();
        var ids = prompts.Select(p => problems.Try(() => Checked(p))).ToArray();
        if (problems.Any)
        {
            problems.Throw();
        }
        return ids!;

        int[] Checked(PromptRow prompt)
        {
            if (string.IsNullOrEmpty(prompt.Messages[^1].Content) && prompt.Messages[^1].Extra.Count == 0)
            {
                throw GenerationException.EmptyPrompt(prompt.Origin.ToString());
            }
            var encoded = Encode(prompt);
            tokens.Check(encoded, prompt.Origin.ToString(), config);
            return encoded;
        }
    }

    private int[] Encode(PromptRow prompt)
    {
        if (AsChat)
        {
            return ChatPrompt.Encode(prompt.Messages, Template, Model.Tokenizer);
        }
        return Model.Tokenizer.EncodeToIds(prompt.Text ?? throw RecipeException.ConversationIsNotRaw(prompt.Origin));
    }

    private static string Line(PromptRow prompt, GeneratedText text) => LineOutput.ToJson(json =>
    {
        json.WriteStartObject();
        if (prompt.Text is { } asked)
        {
            json.WriteString("prompt", asked);
        }
        else
        {
            WriteMessages(json, prompt);
        }
        json.WriteString("text", text.Text);
        json.WriteStartArray("ids");
        foreach (var id in text.Tokens.Ids)
        {
            json.WriteNumberValue(id);
        }
        json.WriteEndArray();
        json.WriteString("finish_reason", FinishName(text.Tokens.Finish));
        if (text.Tokens.Score is { } score)
        {
            json.WriteNumber("score", Math.Round(score, 6));
        }
        json.WriteEndObject();
    });

    private static void WriteMessages(Utf8JsonWriter json, PromptRow prompt)
    {
        json.WriteStartArray("messages");
        foreach (var message in prompt.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role);
            json.WriteString("content", message.Content);
            foreach (var (name, value) in message.Extra)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string FinishName(FinishReason reason) => reason switch
    {
        FinishReason.EndToken => "end_token",
        FinishReason.StopString => "stop_string",
        _ => "length",
    };
}
