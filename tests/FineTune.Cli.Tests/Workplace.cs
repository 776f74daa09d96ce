using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>A folder with tiny data and a config of a run of four steps, gone with the test.</summary>
internal sealed class Workplace : IDisposable
{
    private const int TrainRows = 26;
    private const int OtherRows = 8;
    private readonly TemporaryFolder _folder = new();

    public Workplace()
    {
        Write("train.jsonl", Reviews.Jsonl(Train));
        Write("validation.jsonl", Reviews.Jsonl(Reviews.Rows(OtherRows, seed: 2)));
        Write("test.jsonl", Reviews.Jsonl(Test));
        Write("config.yaml", Config);
    }

    /// <summary>The training rows.</summary>
    public static IReadOnlyList<(string Text, int Label)> Train { get; } = Reviews.Rows(TrainRows, seed: 1);

    /// <summary>The test rows.</summary>
    public static IReadOnlyList<(string Text, int Label)> Test { get; } = Reviews.Rows(OtherRows, seed: 3);

    /// <summary>The checkpoint that comes with the repository.</summary>
    public static string TinyBert => Checkout.At("models", "tiny-bert-en");

    /// <summary>A run of one ragged epoch with everything on.</summary>
    public static string Config { get; } = $"""
        model:
          model_name_or_path: {TinyBert}
        dataset:
          train_file: train.jsonl
          validation_file: validation.jsonl
          test_file: test.jsonl
          max_length: 32
        peft:
          r: 4
          lora_dropout: 0.1
          target_modules: [query, value]
        training:
          learning_rate: 5e-3
          per_device_train_batch_size: 8
          max_steps: 4
          logging_steps: 1
          save_steps: 2
        evaluation:
          eval_strategy: steps
          eval_steps: 2
        output:
          output_dir: run
          predictions: true
        export:
          merged: true

        """;

    public string Path => _folder.Path;

    public string At(params ReadOnlySpan<string> parts) => _folder.At(parts);

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs the command line here.</summary>
    public CliResult Finetune(params IReadOnlyList<string> arguments) => Tests.Finetune.Run(Path, arguments);

    /// <summary>Runs the command line here, inside the test's process.</summary>
    public CliResult Inside(params IReadOnlyList<string> arguments) => Tests.Finetune.Inside(Path, arguments);

    /// <summary>Trains the config, with keys set as <c>a.b=c</c>.</summary>
    public CliResult TrainWith(params IReadOnlyList<string> set) => Finetune(["train", "config.yaml", .. Set(set)]);

    /// <summary>The arguments that set keys.</summary>
    public static IEnumerable<string> Set(IEnumerable<string> set) => set.SelectMany(s => new[] { "--set", s });

    /// <summary>Every file and folder here, relative, in order.</summary>
    public IReadOnlyList<string> Tree() =>
        [.. Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
            .Select(e => System.IO.Path.GetRelativePath(Path, e)).Order(StringComparer.Ordinal)];

    /// <summary>An adapter's tensors as bytes.</summary>
    public byte[] AdapterBytes(params ReadOnlySpan<string> folder) =>
        File.ReadAllBytes(System.IO.Path.Combine(At(folder), "adapter_model.safetensors"));

    /// <summary>Copies the tiny checkpoint here, to be spoilt.</summary>
    public string CopyModel(string name)
    {
        Directory.CreateDirectory(At(name));
        foreach (var file in Directory.GetFiles(TinyBert))
        {
            File.Copy(file, At(name, System.IO.Path.GetFileName(file)));
        }
        return At(name);
    }

    public void Dispose() => _folder.Dispose();
}
