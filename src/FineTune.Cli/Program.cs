using System.CommandLine;
using FineTune.Cli;

var root = new RootCommand(
    "FineTune: parameter-efficient fine-tuning from one YAML file.\n\n"
    + "  finetune train configs/sentiment.yaml\n"
    + "  finetune predict runs/sentiment --text \"A warm and funny film.\"\n"
    + "  finetune eval runs/sentiment\n"
    + "  finetune merge runs/sentiment --output merged");
foreach (var verb in VerbList.All)
{
    root.Subcommands.Add(verb());
}
return root.Parse(args).Invoke();
