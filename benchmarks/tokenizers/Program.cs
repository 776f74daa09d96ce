// Times FineTune.Tokenizers. Prints one JSON line a measurement.
// Run: TokenizerBenchmark TEXTS.jsonl TOKENIZER_FOLDER NAME THREADS
using System.Diagnostics;
using System.Text.Json;
using FineTune.Tokenizers;

const int Chunk = 1000;

if (args is not [var path, var folder, var name, var threadCount])
{
    Console.Error.WriteLine("usage: TokenizerBenchmark TEXTS.jsonl TOKENIZER_FOLDER NAME THREADS");
    return 2;
}
string[] texts = [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<string>(line)!)];
var megabytes = texts.Sum(text => (long)System.Text.Encoding.UTF8.GetByteCount(text)) / 1e6;
var chunks = texts.Chunk(Chunk).ToArray();
var threads = int.Parse(threadCount);
var tokenizer = Tokenizer.Load(folder);
var options = new EncodeOptions { MaxThreads = threads };

Measure("ids", chunk => tokenizer.EncodeBatchToIds(chunk, maxThreads: threads).Sum(ids => (long)ids.Length));
Measure("offsets", chunk => tokenizer.EncodeBatch(chunk, options).Sum(encoding => (long)encoding.Length));
return 0;

void Measure(string what, Func<string[], long> encode)
{
    foreach (var chunk in chunks.Take(Math.Max(1, chunks.Length / 20)))
        encode(chunk);
    var clock = Stopwatch.StartNew();
    var tokens = chunks.Sum(encode);
    var rate = Math.Round(megabytes / clock.Elapsed.TotalSeconds, 2);
    Console.WriteLine(JsonSerializer.Serialize(
        new { side = "ours", tokenizer = name, threads, what, mb_per_s = rate, tokens }));
}
