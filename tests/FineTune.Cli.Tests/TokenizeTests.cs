using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary><c>finetune tokenize</c> and <c>detokenize</c>, beside what the reference's <c>tokenizers</c> 0.23.1 gives for
/// the same files.</summary>
public sealed class TokenizeTests : IDisposable
{
    private const string Disappoint =
        """{"ids":[2,770,2155,1876,730,7556,4296,5,3],"tokens":["[CLS]","not","once","did","it","disapp","##oint","!","[SEP]"],"offsets":[[0,0],[0,3],[4,8],[9,12],[13,15],[16,22],[22,26],[26,27],[0,0]]}""";

    // Offsets count the emoji as one.
    private const string Hello =
        """{"ids":[2,4762,1,1,1470,3],"tokens":["[CLS]","hello","[UNK]","[UNK]","world","[SEP]"],"offsets":[[0,0],[0,5],[6,8],[9,10],[11,16],[0,0]]}""";

    private const string Blank = """{"ids":[2,3],"tokens":["[CLS]","[SEP]"],"offsets":[[0,0],[0,0]]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plain_lines_become_ids_tokens_and_offsets_in_code_points()
    {
        _folder.Write("texts.txt", "Not once did it disappoint!\n\r\nHello 안녕 😀 wörld\n");

        Assert.Equal([Disappoint, Blank, Hello], Lines(Run("tokenize", Workplace.TinyBert, "--input", "texts.txt").Done().Out));
    }

    [Fact]
    public void Json_strings_are_read_where_the_name_says_so()
    {
        _folder.Write("texts.jsonl", "\"Hello 안녕 \\ud83d\\ude00 wörld\"\n\n  \"\"\n");

        Run("tokenize", Workplace.TinyBert, "--input", "texts.jsonl", "--output", "made/tokens.jsonl").Done();

        Assert.Equal([Hello, Blank], File.ReadAllLines(_folder.At("made", "tokens.jsonl")));
    }

    [Fact]
    public void A_tokenizer_file_does_as_well_as_its_folder()
    {
        _folder.Write("texts.txt", "Not once did it disappoint!");

        var file = Path.Combine(Workplace.TinyBert, "tokenizer.json");
        Assert.Equal([Disappoint], Lines(Run("tokenize", file, "--input", "texts.txt").Done().Out));
    }

    [SkippableFact]
    public void Bytes_of_one_character_share_its_offset()
    {
        _folder.Write("texts.txt", " 👨‍👩‍👧 e\u0301x\ty");

        Assert.Equal(
            [
                """{"ids":[62904,101,102470,9468,239,102,102470,9468,239,100,384,54939,87,14862],"tokens":["ĠðŁĳ","¨","âĢį","ðŁ","ĳ","©","âĢį","ðŁ","ĳ","§","Ġe","Ìģ","x","ĉy"],"offsets":[[0,2],[1,2],[2,3],[3,4],[3,4],[3,4],[4,5],[5,6],[5,6],[5,6],[6,8],[8,9],[9,10],[10,12]]}""",
            ],
            Lines(Run("tokenize", Checkout.Shared("tokenizers", "llama3"), "--input", "texts.txt").Done().Out));
    }

    [Fact]
    public void Special_tokens_can_be_left_out_both_ways()
    {
        _folder.Write("texts.txt", "Not once did it disappoint!\n");
        var bare = Run("tokenize", Workplace.TinyBert, "--input", "texts.txt", "--no-special-tokens").Done();
        Assert.Equal([770, 2155, 1876, 730, 7556, 4296, 5], bare.JsonLines[0]["ids"]!.AsArray().Select(id => (int)id!));

        _folder.Write("ids.jsonl", Disappoint + "\n[2, 770, 3]\n[]\n");
        Assert.Equal(
            ["\"[CLS] not once did it disappoint! [SEP]\"", "\"[CLS] not [SEP]\"", "\"\""],
            Lines(Run("detokenize", Workplace.TinyBert, "--input", "ids.jsonl").Done().Out));
        Run("detokenize", Workplace.TinyBert, "--input", "ids.jsonl", "--no-special-tokens", "--output", "texts.jsonl").Done();
        Assert.Equal(["\"not once did it disappoint!\"", "\"not\"", "\"\""], File.ReadAllLines(_folder.At("texts.jsonl")));
    }

    [SkippableFact]
    public void Texts_come_back_as_they_were()
    {
        var model = Checkout.Shared("tokenizers", "llama3");
        string[] texts = ["\"a\\nb\"", "\"  def f(x):\\n\\treturn 'é' \"", "\"안녕하세요 ไทย\""];
        _folder.Write("texts.jsonl", string.Join('\n', texts));
        Run("tokenize", model, "--input", "texts.jsonl", "--output", "tokens.jsonl").Done();

        Assert.Equal(texts, Lines(Run("detokenize", model, "--input", "tokens.jsonl").Done().Out));
    }

    [Fact]
    public void Many_texts_keep_their_order()
    {
        _folder.Write("texts.txt", string.Join('\n', Enumerable.Range(0, 3000)));

        var lines = Run("tokenize", Workplace.TinyBert, "--input", "texts.txt", "--no-special-tokens").Done().JsonLines;

        Assert.Equal(
            Enumerable.Range(0, 3000).Select(i => $"{i}"),
            lines.Select(line => string.Concat(line["tokens"]!.AsArray().Select(t => ((string)t!).Replace("##", "")))));
    }

    [Fact]
    public void What_cannot_be_read_is_told_with_its_line()
    {
        _folder.Write("texts.jsonl", "\"fine\"\n5\n[\"a\"]\n\"open\n\"\\ud83d\"\n");
        Run("tokenize", Workplace.TinyBert, "--input", "texts.jsonl", "--output", "out.jsonl").Refused(
            "4 problems:", "texts.jsonl:2: expected a JSON string, found 5", "texts.jsonl:3: expected a JSON string, found an array",
            "texts.jsonl:4:6: not valid JSON", "texts.jsonl:5: a string holds half of a surrogate pair");
        Assert.False(File.Exists(_folder.At("out.jsonl")));

        _folder.Write("ids.jsonl", "[1, -1]\n[1.5]\n{\"id\": []}\n{\"ids\": \"1\"}\n[99999999999]\n");
        Run("detokenize", Workplace.TinyBert, "--input", "ids.jsonl").Refused(
            "5 problems:", "ids.jsonl:1: an id has to be a whole number from 0 on, not -1", "ids.jsonl:2:", "ids.jsonl:3:",
            "ids.jsonl:4: expected a JSON array of ids", "ids.jsonl:5:");
    }

    [Fact]
    public void What_is_not_there_is_told()
    {
        _folder.Write("texts.txt", "a\n");
        _folder.Write("empty.txt", "");
        _folder.Write("latin.txt", "a");
        File.WriteAllBytes(_folder.At("latin.txt"), [0x61, 0x0a, 0xe9]);
        _folder.Write("model/config.json", "{}");

        Run("tokenize", "nowhere", "--input", "texts.txt").Refused("nowhere: there is no such file or folder");
        Run("tokenize", "model", "--input", "texts.txt").Refused("model", "tokenizer.json");
        Run("tokenize", Workplace.TinyBert, "--input", "text.txt").Refused("text.txt: there is no such file", "Did you mean 'texts.txt'?");
        Run("tokenize", Workplace.TinyBert, "--input", "empty.txt").Refused("empty.txt: no rows in it");
        Run("tokenize", Workplace.TinyBert, "--input", "latin.txt").Refused("latin.txt:2: not UTF-8");
    }

    [Theory]
    [InlineData("tokenize model", "Option '--input' is required")]
    [InlineData("tokenize --input a", "Required argument 'PATH' missing")]
    [InlineData("detokenize model --input a --no-special-token", "Did you mean '--no-special-tokens'?")]
    public void Wrong_arguments_are_told(string arguments, params string[] saying) => Run(arguments.Split(' ')).Refused(saying);

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private CliResult Run(params IReadOnlyList<string> arguments) => Finetune.Inside(_folder.Path, arguments);
}
