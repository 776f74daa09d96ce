#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=$(NoWarn);RS0030;MA0009;MA0047;MA0048

// Writes train.jsonl, validation.jsonl and test.jsonl from frames.txt and words/*.txt:
//     dotnet run datasets/sentiment/generate.cs              writes the three files beside this one
//     dotnet run datasets/sentiment/generate.cs -- --check   exits with 1 if the files are not what it would write
// The NoWarn above: a script prints, keeps its types in one file, and runs its patterns over its own text only.

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

const ulong Seed = 2025;
(string Name, int Rows, bool Training)[] splits =
    [("test", 600, false), ("validation", 400, false), ("train", 3000, true)];

var folder = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var random = new SplitMix(Seed);
var frames = FrameBook.Load(Path.Combine(folder, "frames.txt"));
var general = WordLists.Load(Path.Combine(folder, "words", "general.txt"), holdOut: false);
WordLists[] domains = [.. Directory.GetFiles(Path.Combine(folder, "words", "domains"), "*.txt")
    .Order(StringComparer.Ordinal).Select(path => WordLists.Load(path, holdOut: true))];
var composer = new Composer(frames, general, domains, random);
var finish = new Finish(random);
var seen = new SeenRows();
var stale = false;

foreach (var (name, count, training) in splits)
{
    List<Review> reviews = [];
    while (reviews.Count < count)
    {
        var draft = composer.Compose(favourable: reviews.Count % 2 == 0, training);
        var review = draft with { Text = finish.Apply(draft.Text) };
        if (review.WordCount is >= 4 and <= 45 && seen.Admit(review.Text, name))
        {
            reviews.Add(review);
        }
    }

    random.Shuffle(reviews);
    var file = Path.Combine(folder, name + ".jsonl");
    var json = string.Concat(reviews.Select(review => review.ToJson() + "\n"));
    if (args is ["--check"])
    {
        stale |= !File.Exists(file) || File.ReadAllText(file) != json;
    }
    else
    {
        File.WriteAllText(file, json);
    }

    Console.WriteLine($"{name}: {count} rows, {reviews.Average(review => review.WordCount):F1} words a row, "
        + $"{100.0 * reviews.Count(review => review.HasHeldOut) / count:F0} % with a held-out frame or phrase");
}

Console.WriteLine(stale ? "The files differ from what generate.cs writes: run it without --check." : "Done.");
return stale ? 1 : 0;

/// <summary>A generated review. <c>HasHeldOut</c>: it uses a frame or phrase that training never shows.</summary>
internal sealed record Review(string Text, bool Favourable, string Family, bool HasHeldOut)
{
    public int WordCount => Text.Split(' ').Length;

    public string ToJson()
    {
        var text = JsonEncodedText.Encode(Text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return $$"""{"text": "{{text}}", "label": "{{(Favourable ? "positive" : "negative")}}"}""";
    }
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

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public void Shuffle<T>(List<T> items)
    {
        for (var last = items.Count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}

/// <summary>A sentence frame; <c>Label</c> is null when it serves both labels.</summary>
internal sealed record Frame(string Template, bool? Label, bool HeldOut);

/// <summary>The frames by family, with the weights from which a family is drawn.</summary>
internal sealed class FrameBook
{
    private readonly Dictionary<string, List<Frame>> _families = [];
    private readonly List<string> _urn = [];

    public static FrameBook Load(string path)
    {
        var book = new FrameBook();
        foreach (var (section, lines) in TextSections.Read(path))
        {
            var header = section.Split(' ');
            var weight = header.Length > 1 ? int.Parse(header[1]) : 0;
            book._families[header[0]] = [.. lines.Select(Parse)];
            book._urn.AddRange(Enumerable.Repeat(header[0], weight));
        }

        return book;
    }

    public string DrawFamily(SplitMix random) => random.Pick(_urn);

    public Frame Draw(SplitMix random, string family, bool favourable, bool training) =>
        random.Pick(_families[family].FindAll(frame =>
            (frame.Label ?? favourable) == favourable && !(training && frame.HeldOut)));

    private static Frame Parse(string line) => line[..2] switch
    {
        "* " => new(line[2..], null, HeldOut: true),
        "+ " => new(line[2..], true, HeldOut: false),
        "- " => new(line[2..], false, HeldOut: false),
        _ => new(line, null, HeldOut: false),
    };
}

/// <summary>Text files of <c>[section]</c> headers, one entry a line, <c>#</c> for comments.</summary>
internal static class TextSections
{
    public static List<(string Section, List<string> Lines)> Read(string path)
    {
        List<(string Section, List<string> Lines)> sections = [];
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                sections.Add((line.Trim('[', ']'), []));
            }
            else
            {
                sections[^1].Lines.Add(line);
            }
        }

        return sections;
    }
}

/// <summary>
/// One line of a word list: what a favourable and what an unfavourable review says; a neutral line says one thing.
/// A trait line has a subject with its verb and several adjectives a side; every other line has one phrase a side.
/// <c>Line</c> is its number in its section, or null in a list of which nothing is held out.
/// </summary>
internal sealed record Entry(int? Line, string Subject, string Verb, string[] Good, string[] Bad)
{
    // Every seventh phrase is kept from training; the stride spreads held-out adjectives over the trait lines.
    private const int HeldOutPeriod = 7, HeldOutRest = 3, LineStride = 3;

    public string[] Side(bool favourable) => favourable ? Good : Bad;

    public bool IsHeldOut(int index) =>
        !ReferenceEquals(Good, Bad) && ((LineStride * Line) + index) % HeldOutPeriod == HeldOutRest;

    public static Entry Parse(string line, int? number)
    {
        var (subject, verb, phrases) = ("", "", line);
        if (line.Split(" = ") is [var head, var tail])
        {
            var space = head.LastIndexOf(' ');
            (subject, verb, phrases) = (head[..space], head[(space + 1)..], tail);
        }

        var sides = phrases.Split(" / ");
        var good = verb.Length > 0 ? sides[0].Split(", ") : [sides[0]];
        var bad = sides.Length == 1 ? good : verb.Length > 0 ? sides[1].Split(", ") : [sides[1]];
        return new(number, subject, verb, good, bad);
    }
}

/// <summary>The word lists of one domain (or the general ones) by section.</summary>
internal sealed class WordLists
{
    private readonly Dictionary<string, Entry[]> _sections = [];

    public Entry[] this[string section] => _sections.GetValueOrDefault(section, []);

    public static WordLists Load(string path, bool holdOut)
    {
        var lists = new WordLists();
        foreach (var (section, lines) in TextSections.Read(path))
        {
            lists._sections[section] =
                [.. lines.Select((line, number) => Entry.Parse(line, holdOut ? number : null))];
        }

        return lists;
    }
}

/// <summary>Fills frames with phrases: one domain, one item and one person a review, and no line twice.</summary>
internal sealed partial class Composer(FrameBook frames, WordLists general, WordLists[] domains, SplitMix random)
{
    private const int PercentGeneral = 75;

    private readonly HashSet<Entry> _used = [];
    private readonly Dictionary<string, string> _fixed = [];
    private WordLists _domain = domains[0];
    private bool _training, _heldOut;

    public Review Compose(bool favourable, bool training)
    {
        _used.Clear();
        _fixed.Clear();
        _domain = random.Pick(domains);
        _training = training;
        _heldOut = false;
        var family = frames.DrawFamily(random);
        var text = Fill(Draw(family, favourable), favourable);
        return new(text, favourable, family, _heldOut);
    }

    [GeneratedRegex(@"\{([!+-]?)([a-z]+)\}|\{(\d+)-(\d+)\}")]
    private static partial Regex Slot();

    private string Fill(string template, bool favourable, Entry? trait = null) => Slot().Replace(template, match =>
    {
        if (match.Groups[3].Success)
        {
            var (low, high) = (int.Parse(match.Groups[3].Value), int.Parse(match.Groups[4].Value));
            return (low + random.Below(high - low + 1)).ToString();
        }

        var side = match.Groups[1].Value switch { "!" => !favourable, "+" => true, "-" => false, _ => favourable };
        return Phrase(match.Groups[2].Value, side, trait);
    });

    private string Phrase(string slot, bool side, Entry? trait)
    {
        switch (slot)
        {
            case "subject": return trait!.Subject;
            case "be": return trait!.Verb;
            case "adj":
                return Choose(random.Chance(PercentGeneral) ? Unused("adjective", side) : trait!, side);
            case "trait" or "told":
                return Fill(Draw(slot, side), side, Unused("trait", side));
            case "claim":
                return Fill(Draw(slot, side), side);
            case "item" or "person":
                if (!_fixed.TryGetValue(slot, out var word))
                {
                    _fixed[slot] = word = Choose(Unused(slot, side), side);
                }

                return word;
            default:
                return Fill(Choose(Unused(slot, side), side), side);
        }
    }

    private string Draw(string family, bool side)
    {
        var frame = frames.Draw(random, family, side, _training);
        _heldOut |= frame.HeldOut;
        return frame.Template;
    }

    private Entry Unused(string section, bool side)
    {
        // Some sections are only general, some only a domain's: then there is no choice.
        var first = random.Chance(PercentGeneral) ? general : _domain;
        var lines = first[section].Length > 0 ? first[section] : [.. general[section], .. _domain[section]];
        var entry = random.Pick(lines.Where(line => !_used.Contains(line) && Allowed(line, side).Count > 0).ToList());
        _used.Add(entry);
        return entry;
    }

    private string Choose(Entry entry, bool side)
    {
        var index = random.Pick(Allowed(entry, side));
        _heldOut |= entry.IsHeldOut(index);
        return entry.Side(side)[index];
    }

    private List<int> Allowed(Entry entry, bool side) =>
        [.. Enumerable.Range(0, entry.Side(side).Length).Where(index => !(_training && entry.IsHeldOut(index)))];
}

/// <summary>Makes a filled frame look typed: capitals, contractions, moods, slips of the finger.</summary>
internal sealed partial class Finish(SplitMix random)
{
    private static readonly (string Full, string Short)[] Contractions =
    [
        ("did not", "didn't"), ("does not", "doesn't"), ("do not", "don't"), ("is not", "isn't"), ("are not", "aren't"),
        ("was not", "wasn't"), ("were not", "weren't"), ("would not", "wouldn't"), ("could not", "couldn't"),
        ("cannot", "can't"), ("had not", "hadn't"), ("has not", "hasn't"), ("will not", "won't"),
        ("need not", "needn't"), ("should not", "shouldn't"),
        ("I would", "I'd"), ("I am", "I'm"), ("it is", "it's"), ("there is", "there's"),
    ];

    public string Apply(string text)
    {
        if (random.Chance(35))
        {
            text = Contractions.Aggregate(text, (soFar, pair) => Regex.Replace(soFar, $@"\b{pair.Full}\b", pair.Short));
        }

        text = SentenceStart().Replace(text, match => match.Value.ToUpperInvariant());
        text = random.Chance(6) ? Mistype(text) : text;
        return random.Below(100) switch
        {
            < 8 => text.TrimEnd('.').ToLowerInvariant(),
            < 15 => text.TrimEnd('.') + "!",
            < 18 => text.TrimEnd('.') + "...",
            _ => text,
        };
    }

    [GeneratedRegex(@"(^|[.!?] )[a-z]")]
    private static partial Regex SentenceStart();

    [GeneratedRegex(@"\b[a-z]{5,}\b")]
    private static partial Regex LongWord();

    private string Mistype(string text)
    {
        var words = LongWord().Matches(text);
        if (words.Count == 0)
        {
            return text;
        }

        var word = random.Pick(words);
        var at = word.Index + 1 + random.Below(word.Length - 3);
        return random.Below(3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            _ => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}",
        };
    }
}

/// <summary>
/// Keeps near duplicates out: two rows may share at most 80 % of their distinct words (intersection over union)
/// inside a split and at most 60 % across splits.
/// </summary>
internal sealed partial class SeenRows
{
    private const double LimitInside = 0.8, LimitAcross = 0.6;

    private readonly List<(int WordCount, string Split)> _rows = [];
    private readonly Dictionary<string, List<int>> _rowsWithWord = [];

    public bool Admit(string text, string split)
    {
        HashSet<string> words = [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];
        var shared = words.SelectMany(word => _rowsWithWord.GetValueOrDefault(word, [])).CountBy(row => row);
        if (shared.Any(pair => TooAlike(_rows[pair.Key], pair.Value, words.Count, split)))
        {
            return false;
        }

        foreach (var word in words)
        {
            _rowsWithWord.TryAdd(word, []);
            _rowsWithWord[word].Add(_rows.Count);
        }

        _rows.Add((words.Count, split));
        return true;
    }

    private static bool TooAlike((int WordCount, string Split) row, int shared, int wordCount, string split) =>
        shared > (row.Split == split ? LimitInside : LimitAcross) * (row.WordCount + wordCount - shared);

    [GeneratedRegex("[a-z0-9']+")]
    private static partial Regex Word();
}
