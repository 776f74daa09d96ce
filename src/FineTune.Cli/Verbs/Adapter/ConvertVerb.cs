using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune adapter convert</c>.</summary>
internal static class ConvertVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Adapter();
        var output = SharedOptions.OutputFolder();
        var toLora = new Option<bool>("--to-lora")
        {
            Description = "Make it plain LoRA: exactly where that can be, otherwise with --rank.",
        };
        var rank = new Option<int?>("--rank")
        {
            Description = "With --to-lora, the rank to bring it to, by the largest singular parts of what it adds.",
            HelpName = "N",
        };
        var dtype = new Option<string?>("--dtype") { Description = "Type of the numbers; float32 unless one is given." };
        dtype.AcceptOnlyFromAmong("float32", "bfloat16", "float16");
        var baseModel = SharedOptions.Base();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "convert",
            "Writes an adapter with numbers of another type, or as plain LoRA, which every tool reads.",
            "runs/sentiment --output sentiment-bf16 --dtype bfloat16",
            "runs/loha --output loha-as-lora --to-lora --rank 16",
            "runs/dora --output dora-as-lora --to-lora --rank 32 --base models/base")
        {
            path, output, toLora, rank, dtype, baseModel, json,
        };
        verb.Validators.Add(arguments =>
        {
            if (!arguments.GetValue(toLora) && arguments.GetValue(dtype) is null)
            {
                arguments.AddError("give --dtype, --to-lora or both: there is nothing to convert.");
            }
            if (!arguments.GetValue(toLora) && (arguments.GetResult(rank) is not null || arguments.GetResult(baseModel) is not null))
            {
                arguments.AddError("--rank and --base go with --to-lora.");
            }
            if (arguments.GetValue(rank) < 1)
            {
                arguments.AddError("--rank must be 1 or more.");
            }
        });
        verb.Does((arguments, _) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var (source, target, type) = (
                arguments.GetValue(path)!, arguments.GetValue(output)!, arguments.GetValue(dtype) ?? "float32");
            var result = arguments.GetValue(toLora)
                ? ConvertRun.ToLora(source, target, type, arguments.GetValue(rank), arguments.GetValue(baseModel), progress)
                : ConvertRun.Retype(source, target, type, progress);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(result);
            }
            else
            {
                Console.Out.WriteLine($"{result.Output}: {result.To} in {result.Dtype}{AdapterText.Kept(result.LeastKept)}");
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
