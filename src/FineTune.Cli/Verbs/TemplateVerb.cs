using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune template</c>.</summary>
internal static class TemplateVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Operand("PATH", "A model folder, a .jinja file, or a built-in template such as chatml.");
        var input = SharedOptions.Input(
            "Conversations as JSON lines: arrays of messages, or objects with messages, tools and documents.");
        var output = SharedOptions.Output();
        var generationPrompt = new Option<bool>("--generation-prompt")
        {
            Description = "End each text with the prompt for an answer.",
        };
        var spans = new Option<bool>("--spans")
        {
            Description = "Add what of each text the assistant writes, as spans in Unicode code points.",
        };
        var verb = new Verb(
            "template",
            "Renders conversations by a chat template; one JSON string a line.",
            "Qwen3-0.6B --input conversations.jsonl",
            "chatml --input conversations.jsonl --generation-prompt",
            "chat_template.jinja --input conversations.jsonl --spans --output rendered.jsonl")
        {
            path, input, output, generationPrompt, spans,
        };
        verb.Does((arguments, stop) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var lines = TemplateRun.Render(
                TemplateRun.Open(arguments.GetValue(path)!),
                arguments.GetValue(input)!,
                arguments.GetValue(generationPrompt),
                arguments.GetValue(spans),
                progress,
                stop);
            LineOutput.Write(arguments.GetValue(output), Console.Out, lines);
            return ExitCode.Done;
        });
        return verb;
    }
}
