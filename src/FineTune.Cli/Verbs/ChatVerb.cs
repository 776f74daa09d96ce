using System.CommandLine;
using FineTune.Generation;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune chat</c>.</summary>
internal static class ChatVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Path();
        var system = new Option<string?>("--system")
        {
            Description = "A system message that comes first.",
            HelpName = "TEXT",
        };
        var baseModel = SharedOptions.Base();
        var device = SharedOptions.Device();
        var generation = new GenerationOptions();
        var verb = new Verb(
            "chat",
            "Talks with a model through its chat template: a line in, an answer out. /reset begins anew, /exit ends.",
            "runs/sft",
            "merged --system \"You answer in one sentence.\" --temperature 0.7")
        {
            path, system, baseModel, device,
        };
        generation.AddTo(verb, several: false);
        verb.Does((arguments, stop) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedDecoder.Open(
                arguments.GetValue(path)!, arguments.GetValue(baseModel), arguments.GetValue(device)!, progress);
            using var session = new ChatSession(
                model.Texts,
                model.Template ?? throw GenerationException.NoChatTemplate(model.Path),
                generation.Apply(arguments, model.Generation),
                arguments.GetValue(system));
            new ChatTerminal(session).Run(stop);
            return ExitCode.Done;
        });
        return verb;
    }
}
