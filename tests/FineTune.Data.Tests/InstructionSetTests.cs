namespace FineTune.Data.Tests;

/// <summary>The instruction set that comes with the project.</summary>
public sealed class InstructionSetTests
{
    private static readonly string[] Parts = ["train", "validation", "test"];

    [Fact]
    public void Every_row_teaches_a_sentence_and_nothing_is_to_be_said_against_it()
    {
        var data = Load();
        Assert.Equal([1200, 150, 200], new[] { data.Train, data.Validation!, data.Test! }.Select(part => part.Rows.Count));
        Assert.All([data.Train, data.Validation!, data.Test!], part =>
        {
            Assert.Empty(Lint.Run(part, ByteTokenizer.Plain));
            Assert.Equal(RowCuts.None, part.Rows.Aggregate(RowCuts.None, (cuts, row) => cuts | row.Cuts));
            Assert.All(part.Rows, row => Assert.EndsWith(".</s>", Assert.Single(ByteTokenizer.Learned(row))));
        });
    }

    [Fact]
    public void No_question_is_asked_twice()
    {
        string[] questions =
        [
            .. Parts.SelectMany(part => File.ReadLines(PathOf(part))).Select(line => line[..line.IndexOf("\"output\"", StringComparison.Ordinal)]),
        ];
        Assert.Equal(1550, questions.Length);
        Assert.Equal(questions.Length, questions.Distinct().Count());
    }

    private static EncodedData<TokenDataset> Load()
    {
        var config = new DatasetConfig
        {
            TrainFile = [PathOf("train")],
            ValidationFile = [PathOf("validation")],
            TestFile = [PathOf("test")],
        };
        return LanguageModelData.Load(config, DataPurpose.Instruction, Chats.Encoder("alpaca", config), seed: 1);
    }

    private static string PathOf(string part) => Goldens.At("..", "..", "datasets", "instructions", part + ".jsonl");
}
