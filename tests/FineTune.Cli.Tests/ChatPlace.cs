using System.Text.Json;
using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>A folder with a few tasks and a config of a short run on the tiny decoder, gone with the test.</summary>
public sealed class ChatPlace : IDisposable
{
    private static readonly string[] Animals = ["cow", "hen", "frog", "duck", "mouse", "pig"];
    private static readonly string[] Places = ["on the hill", "by the door", "near the lake"];
    private readonly TemporaryFolder _folder = new();

    public ChatPlace()
    {
        var tasks = Animals.SelectMany(animal => Places.Select(place => (animal, place))).ToList();
        Write("train.jsonl", Jsonl(tasks.Take(14)));
        Write("validation.jsonl", Jsonl(tasks.Skip(14)));
        Write("config.yaml", Config);
    }

    /// <summary>The checkpoint that comes with the repository.</summary>
    public static string TinyLlama => Checkout.At("models", "tiny-llama-en");

    /// <summary>Four steps with everything on.</summary>
    public static string Config { get; } = $"""
        model:
          model_name_or_path: {TinyLlama}
        task:
          type: sft
        dataset:
          train_file: train.jsonl
          validation_file: validation.jsonl
          max_length: 64
        peft:
          r: 4
          lora_dropout: 0.1
          target_modules: all-linear
        training:
          learning_rate: 5e-3
          per_device_train_batch_size: 4
          max_steps: 4
          logging_steps: 1
          save_steps: 2
          gradient_checkpointing: true
          neftune_noise_alpha: 5
        evaluation:
          eval_strategy: steps
          eval_steps: 2
        output:
          output_dir: run
        export:
          merged: true

        """;

    internal string At(params ReadOnlySpan<string> parts) => _folder.At(parts);

    internal string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs the command line here.</summary>
    internal CliResult Finetune(params IReadOnlyList<string> arguments) => Tests.Finetune.Run(_folder.Path, arguments);

    /// <summary>Runs the command line here, inside the test's process.</summary>
    internal CliResult Inside(params IReadOnlyList<string> arguments) => Tests.Finetune.Inside(_folder.Path, arguments);

    /// <summary>Trains into a folder, with keys set as <c>a.b=c</c>.</summary>
    internal CliResult TrainInto(string folder, params IReadOnlyList<string> set) =>
        Finetune(["train", "config.yaml", "--json", .. Workplace.Set([$"output.output_dir={folder}", .. set])]);

    public void Dispose() => _folder.Dispose();

    private static string Jsonl(IEnumerable<(string Animal, string Place)> tasks) =>
        string.Concat(tasks.Select(task => JsonSerializer.Serialize(new
        {
            instruction = $"Where is the {task.Animal}?",
            input = $"The {task.Animal} is {task.Place}.",
            output = $"The {task.Animal} is {task.Place}.",
        }) + "\n"));
}
