using System.Diagnostics;
using System.Text.Json;
using FineTune.Generation;
using FineTune.Models;
using static TorchSharp.torch;

// Arguments: model folder, settings as JSON. Prints one JSON line: tokens a second, and the tokens for comparison.
var settings = JsonDocument.Parse(args[1]).RootElement;
int Setting(string name) => settings.GetProperty(name).GetInt32();

using var folder = PretrainedFolder.Open(args[0]);
using var loaded = folder.LoadCausalLM(folder.Config, new LoadOptions { Device = CPU });
var generator = new TokenGenerator(loaded.Model, loaded.Mode, folder.Entry.MaxLength(folder.Config), CPU);
// The same prompts on both sides, without a random generator.
var prompts = Enumerable.Range(0, Setting("batch"))
    .Select(row => Enumerable.Range(0, Setting("prompt")).Select(i => 3 + (((row * 31) + (i * 17)) % 400)).ToArray())
    .ToArray();
var config = new GenerationConfig
{
    MaxNewTokens = Setting("new"),
    NumBeams = Setting("beams"),
    UseCache = settings.GetProperty("cache").GetBoolean(),
};
generator.Generate(prompts, config with { MaxNewTokens = 4 });
using var process = Process.GetCurrentProcess();
var processor = process.TotalProcessorTime;
var watch = Stopwatch.StartNew();
var results = generator.Generate(prompts, config);
var seconds = watch.Elapsed.TotalSeconds;
process.Refresh();
var tokens = results.Sum(r => r.Ids.Length);
Console.WriteLine(JsonSerializer.Serialize(new
{
    side = "ours",
    tokens_per_second = tokens / seconds,
    tokens_per_processor_second = tokens / (process.TotalProcessorTime - processor).TotalSeconds,
    checksum = results.Sum(r => r.Ids.Select((id, i) => (long)id * (i + 1)).Sum()),
}));
