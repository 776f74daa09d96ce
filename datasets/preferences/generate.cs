#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=$(NoWarn);RS0030;MA0009;MA0047;MA0048

// Writes the pairs (train, validation, test) and the judged answers (judged-train, judged-validation) from the questions
// and answers of ../instructions:
//     dotnet run datasets/preferences/generate.cs              writes the five files beside this one
//     dotnet run datasets/preferences/generate.cs -- --check   exits with 1 if the files are not what it would write
// The NoWarn above: a script prints, keeps its types in one file, and reads no text but its own.

using System.Text.Encodings.Web;
using System.Text.Json;

const ulong Seed = 2027;
(string Name, int Rows)[] splits = [("train", 900), ("validation", 150), ("test", 200)];

var folder = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var random = new SplitMix(Seed);
var stale = false;

foreach (var (name, count) in splits)
{
    var source = Path.Combine(folder, "..", "instructions", name + ".jsonl");
    var tasks = File.ReadLines(source).Select(Task.Parse).Take(count).ToList();
    var pairs = tasks.Select(task => new Pair(task, Flaws.Draw(task, tasks, random))).ToList();
    Write(name, pairs.Select(pair => pair.ToJson()));
    if (name != "test")
    {
        // Each question once, with one of its two answers.
        Write("judged-" + name, pairs.Select(pair => pair.ToJudgedJson(random.Below(2) == 0)));
    }
}

Console.WriteLine(stale ? "The files differ from what generate.cs writes: run it without --check." : "Done.");
return stale ? 1 : 0;

void Write(string name, IEnumerable<string> rows)
{
    var file = Path.Combine(folder, name + ".jsonl");
    var text = string.Concat(rows.Select(row => row + "\n"));
    if (args is ["--check"])
    {
        stale |= !File.Exists(file) || File.ReadAllText(file) != text;
    }
    else
    {
        File.WriteAllText(file, text);
    }
}

/// <summary>A question, perhaps with something it is about, and its answer.</summary>
internal sealed record Task(string Instruction, string Input, string Output)
{
    public string Prompt => Input.Length == 0 ? Instruction : $"{Instruction}\n{Input}";

    public static Task Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new Task(Of("instruction"), Of("input"), Of("output"));

        string Of(string key) => json.RootElement.GetProperty(key).GetString()!;
    }
}

/// <summary>A question with a good and a flawed answer.</summary>
internal sealed record Pair(Task Task, string Rejected)
{
    public string ToJson() =>
        $$"""{"prompt": [{"role": "user", "content": "{{Text(Task.Prompt)}}"}], "chosen": [{"role": "assistant", "content": "{{Text(Task.Output)}}"}], "rejected": [{"role": "assistant", "content": "{{Text(Rejected)}}"}]}""";

    public string ToJudgedJson(bool good) =>
        $$"""{"prompt": [{"role": "user", "content": "{{Text(Task.Prompt)}}"}], "completion": [{"role": "assistant", "content": "{{Text(good ? Task.Output : Rejected)}}"}], "label": {{(good ? "true" : "false")}}}""";

    private static string Text(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}

/// <summary>Ways in which an answer falls short.</summary>
internal static class Flaws
{
    private static readonly string[] Doubts =
        ["But I may be wrong.", "I am not sure.", "Who knows?", "Ask me again later.", "That is what I heard."];

    private static readonly string[] Openings =
        ["Well, let me think.", "What a good question!", "I do not like to say this."];

    public static string Draw(Task task, IReadOnlyList<Task> all, SplitMix random)
    {
        var flawed = random.Below(4) switch
        {
            0 => $"{task.Output} {random.Pick(Doubts)}",
            1 => $"{random.Pick(Openings)} {task.Output}",
            2 => Bare(task.Output),
            _ => random.Pick(all).Output,
        };
        return flawed == task.Output ? $"{task.Output} {random.Pick(Doubts)}" : flawed;
    }

    /// <summary>The last word alone, in small letters and without a full stop.</summary>
    private static string Bare(string answer) => answer.TrimEnd('.').Split(' ')[^1].ToLowerInvariant();
}

/// <summary>SplitMix64: the same numbers on every runtime, which <c>System.Random</c> does not promise.</summary>
internal sealed class SplitMix(ulong state)
{
    private ulong _state = state;

    public int Below(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        var bits = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return (int)((bits ^ (bits >> 31)) % (ulong)limit);
    }

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
