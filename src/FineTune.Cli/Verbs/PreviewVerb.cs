using System.CommandLine;
using FineTune.Data;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune preview</c>.</summary>
internal static class PreviewVerb
{
    private const int UsualRows = 3;

    public static Command Create()
    {
        var config = SharedOptions.Config();
        var set = SharedOptions.Set();
        var rows = new Option<int>("--rows")
        {
            Description = "How many rows to show, spread over all.",
            HelpName = "N",
            DefaultValueFactory = _ => UsualRows,
        };
        rows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--rows counts rows: 0 or more");
            }
        });
        var part = new Option<string>("--part")
        {
            Description = "Which part of the data: train, validation or test.",
            DefaultValueFactory = _ => "train",
        };
        part.AcceptOnlyFromAmong("train", "validation", "test");
        var json = SharedOptions.Json();
        var verb = new Verb(
            "preview",
            "Shows rows as a language model will see them, what of them is learned, and what looks wrong. Reads no weights.",
            "configs/sft-tiny.yaml",
            "configs/sft-tiny.yaml --rows 10 --part validation",
            "configs/sft-tiny.yaml --set dataset.max_length=64 --json")
        {
            config, set, rows, part, json,
        };
        verb.Does((arguments, stop) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var preview = PreviewRun.Of(
                arguments.GetValue(config)!, arguments.GetValue(set)!, arguments.GetValue(part)!,
                arguments.GetValue(rows), progress, stop);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(PreviewJson.Of(preview));
            }
            else
            {
                PreviewText.Print(preview, Console.Out, isTerminal: !Console.IsOutputRedirected);
            }
            return preview.Findings.Any(finding => finding.Severity == LintSeverity.Error)
                ? ExitCode.BadInput
                : ExitCode.Done;
        });
        return verb;
    }
}
