#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=$(NoWarn);RS0030;MA0009;MA0047;MA0048

// Writes train.jsonl, validation.jsonl and test.jsonl from words.txt:
//     dotnet run datasets/instructions/generate.cs              writes the three files beside this one
//     dotnet run datasets/instructions/generate.cs -- --check   exits with 1 if the files are not what it would write
// The NoWarn above: a script prints, keeps its types in one file, and runs its patterns over its own text only.

using System.Text.Json;

const ulong Seed = 2026;
(string Name, int Rows, bool Training)[] splits =
    [("test", 200, false), ("validation", 150, false), ("train", 1200, true)];

var folder = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var random = new SplitMix(Seed);
var tasks = new Tasks(Words.Load(Path.Combine(folder, "words.txt")), random);
HashSet<(string, string)> seen = [];
var stale = false;

foreach (var (name, count, training) in splits)
{
    List<Row> rows = [];
    while (rows.Count < count)
    {
        var row = tasks.Draw(training);
        if (seen.Add((row.Instruction, row.Input)))
        {
            rows.Add(row);
        }
    }

    var file = Path.Combine(folder, name + ".jsonl");
    var json = string.Concat(rows.Select(row => row.ToJson() + "\n"));
    if (args is ["--check"])
    {
        stale |= !File.Exists(file) || File.ReadAllText(file) != json;
    }
    else
    {
        File.WriteAllText(file, json);
    }

    Console.WriteLine($"{name}: {count} rows; "
        + string.Join(", ", rows.CountBy(row => row.Task).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))
        + $"; {100.0 * rows.Count(row => row.HeldOut) / count:F0} % with a held-out wording");
}

Console.WriteLine(stale ? "The files differ from what generate.cs writes: run it without --check." : "Done.");
return stale ? 1 : 0;

/// <summary>A row. <c>HeldOut</c>: it is asked in words that training never shows.</summary>
internal sealed record Row(string Task, string Instruction, string Input, string Output, bool HeldOut)
{
    public string ToJson() =>
        $$"""{"instruction": "{{Text(Instruction)}}", "input": "{{Text(Input)}}", "output": "{{Text(Output)}}"}""";

    private static string Text(string text) =>
        JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
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

    public List<T> PickSeveral<T>(IEnumerable<T> items, int count)
    {
        var left = items.ToList();
        var picked = new List<T>();
        while (picked.Count < count)
        {
            var at = Below(left.Count);
            picked.Add(left[at]);
            left.RemoveAt(at);
        }

        return picked;
    }
}

/// <summary>The word lists by section; an entry has one side or two.</summary>
internal sealed class Words
{
    private readonly Dictionary<string, List<string[]>> _sections = [];

    public static Words Load(string path)
    {
        var words = new Words();
        var section = "";
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                words._sections[section = line.Trim('[', ']')] = [];
            }
            else
            {
                words._sections[section].Add(line.Split(" / "));
            }
        }

        return words;
    }

    public List<string> Of(string section) => [.. _sections[section].Select(entry => entry[0])];

    public List<string[]> Pairs(string section) => _sections[section];
}

/// <summary>Draws rows: a task, what it is about, and words to ask in. The last wording of each task is held out.</summary>
internal sealed class Tasks
{
    private const int OneInHeldOut = 4;

    private readonly Words _words;
    private readonly SplitMix _random;
    private readonly List<(string Name, Func<(string[] Asked, string Input, string Output)> Make)> _urn = [];

    public Tasks(Words words, SplitMix random)
    {
        (_words, _random) = (words, random);
        Add(5, "owner", Owner);
        Add(4, "colour", Colour);
        Add(4, "place", Place);
        Add(4, "feeling", Feeling);
        Add(3, "position", Position);
        Add(3, "sentence", Sentence);
        Add(2, "kind", Kind);
        Add(2, "count", Count);
        Add(2, "repeat", Repeat);
        Add(1, "opposite", Opposite);
        Add(1, "sound", Sound);
    }

    public Row Draw(bool training)
    {
        var (name, make) = _random.Pick(_urn);
        var (asked, input, output) = make();
        var heldOut = !training && _random.Below(OneInHeldOut) == 0;
        return new(name, heldOut ? asked[^1] : _random.Pick(asked[..^1]), input, output, heldOut);
    }

    private void Add(int weight, string name, Func<(string[] Asked, string Input, string Output)> make) =>
        _urn.AddRange(Enumerable.Repeat((name, make), weight));

    private string One(string section) => _random.Pick(_words.Of(section));

    private List<string> Some(string section, int count) => _random.PickSeveral(_words.Of(section), count);

    private (string[] Asked, string Input, string Output) Owner()
    {
        var (names, things, colours) = (Some("name", 2), Some("thing", 2), Some("colour", 2));
        var input = string.Join(' ', names.Zip(things, colours).Select(one => $"{one.First} has a {one.Third} {one.Second}."));
        var at = _random.Below(2);
        return ([$"Who has the {things[at]}?", $"Say who has the {things[at]}.", $"The {things[at]} is with whom?"],
            input, $"{names[at]} has the {things[at]}.");
    }

    private (string[] Asked, string Input, string Output) Colour()
    {
        var (name, things, colours) = (One("name"), Some("thing", 2), Some("colour", 2));
        var input = $"{name} has a {colours[0]} {things[0]} and a {colours[1]} {things[1]}.";
        var at = _random.Below(2);
        return ([$"What color is the {things[at]}?", $"Tell me the color of the {things[at]}.", $"Which color does the {things[at]} have?"],
            input, $"The {things[at]} is {colours[at]}.");
    }

    private (string[] Asked, string Input, string Output) Place()
    {
        var (animals, places) = (Some("animal", 2), Some("place", 2));
        var input = string.Join(' ', animals.Zip(places).Select(one => $"The {one.First} is {one.Second}."));
        var at = _random.Below(2);
        return ([$"Where is the {animals[at]}?", $"Say where the {animals[at]} is.", $"Find the {animals[at]}."],
            input, $"The {animals[at]} is {places[at]}.");
    }

    private (string[] Asked, string Input, string Output) Feeling()
    {
        var (name, day, entry) = (One("name"), _random.Pick(["", "Today ", "Last week ", "In the morning "]), _random.Pick(_words.Pairs("event")));
        return ([$"How does {name} feel?", $"Tell me how {name} feels.", $"What is the mood of {name}?"],
            $"{day}{name} {entry[0]}.", $"{name} feels {entry[1]}.");
    }

    private (string[] Asked, string Input, string Output) Position()
    {
        var list = Some(_random.Pick(["animal", "fruit", "thing", "colour"]), 3);
        var (at, word) = _random.Below(2) == 0 ? (0, "first") : (2, "last");
        return ([$"Which word is {word}?", $"Say the {word} word.", $"Read out the word that is {word}."],
            string.Join(", ", list), $"The {word} word is {list[at]}.");
    }

    private (string[] Asked, string Input, string Output) Sentence()
    {
        var (animal, entry, thing) = (One("animal"), _random.Pick(_words.Pairs("verb")), One("thing"));
        var goal = entry[1] == "place" ? _random.Pick(["lake", "house", "tree", "hill", "garden"]) : thing;
        return ([$"Make a sentence with {animal} and {goal}.", $"Write one sentence about a {animal} and a {goal}.", $"Use the words {animal} and {goal}."],
            "", $"The {animal} {entry[0]} the {goal}.");
    }

    private (string[] Asked, string Input, string Output) Kind()
    {
        var kinds = Some("kind", 2);
        var (word, asked) = (One(kinds[0]), kinds[_random.Below(2)]);
        var answer = asked == kinds[0] ? $"Yes, {A(word)} is {A(asked)}." : $"No, {A(word)} is not {A(asked)}.";
        return ([$"Is {A(word)} {A(asked)}?", $"Say yes or no: {A(word)} is {A(asked)}.", $"Would you call {A(word)} {A(asked)}?"],
            "", answer);
    }

    private (string[] Asked, string Input, string Output) Count()
    {
        var (from, steps) = (1 + _random.Below(20), 2 + _random.Below(4));
        return ([$"Count from {from} to {from + steps}.", $"Write the numbers from {from} to {from + steps}.", $"Start at {from} and count up to {from + steps}."],
            "", string.Join(", ", Enumerable.Range(from, steps + 1)) + ".");
    }

    private (string[] Asked, string Input, string Output) Repeat()
    {
        var (word, times) = (One(_random.Pick(["animal", "fruit", "thing", "colour"])), 2 + _random.Below(3));
        string[] spelled = ["two", "three", "four"];
        return ([$"Say {word} {spelled[times - 2]} times.", $"Write the word {word} {spelled[times - 2]} times.", $"Give me the word {word}, {spelled[times - 2]} times over."],
            "", string.Join(", ", Enumerable.Repeat(word, times)) + ".");
    }

    private (string[] Asked, string Input, string Output) Opposite()
    {
        var pair = _random.Pick(_words.Pairs("opposite"));
        var at = _random.Below(2);
        return ([$"What is the opposite of {pair[at]}?", $"Give me the opposite of {pair[at]}.", $"Say the opposite of {pair[at]}.", $"Turn {pair[at]} around."],
            "", $"The opposite of {pair[at]} is {pair[1 - at]}.");
    }

    private (string[] Asked, string Input, string Output) Sound()
    {
        var pair = _random.Pick(_words.Pairs("sound"));
        return ([$"What does {A(pair[0])} say?", $"How does {A(pair[0])} sound?", $"Tell me what {A(pair[0])} says.", $"What noise comes from {A(pair[0])}?"],
            "", $"{char.ToUpperInvariant(A(pair[0])[0])}{A(pair[0])[1..]} says {pair[1]}.");
    }

    private static string A(string word) => ("aeiou".Contains(word[0]) ? "an " : "a ") + word;
}
