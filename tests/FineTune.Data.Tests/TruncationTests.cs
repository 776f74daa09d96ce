namespace FineTune.Data.Tests;

public sealed class TruncationTests
{
    private const int Bos = 1;

    [Theory]
    [InlineData(20, "1 2 3 4 [5 6 7]")]
    [InlineData(7, "1 2 3 4 [5 6 7]")]
    [InlineData(6, "1 3 4 [5 6 7]")]
    [InlineData(4, "1 [5 6 7]")]
    public void The_prompt_loses_its_head_but_not_its_bos(int maxLength, string expected) =>
        Assert.Equal(expected, Show(Truncation.CutPrompt(Row("1 2 3 4 [5 6 7]"), maxLength, Bos)));

    [Fact]
    public void Without_bos_the_end_of_the_prompt_stays() =>
        Assert.Equal("4 [5 6 7]", Show(Truncation.CutPrompt(Row("1 2 3 4 [5 6 7]"), 4, bos: null)));

    [Fact]
    public void What_follows_the_last_answer_goes_first() =>
        Assert.Equal("1 2 [3 4]", Show(Truncation.CutPrompt(Row("1 2 [3 4] 5 6 7"), 4, Bos)));

    [Fact]
    public void Of_several_answers_the_last_stays_whole_and_a_beheaded_one_is_context() =>
        Assert.Equal("1 5 6 [7 8] 9 [10 11]", Show(Truncation.CutPrompt(Row("1 2 3 [4 5] 6 [7 8] 9 [10 11]"), 8, Bos)));

    [Fact]
    public void An_answer_that_alone_is_too_long_loses_its_end_and_leaves_its_prompt_a_quarter()
    {
        var cut = Truncation.CutPrompt(Row("1 2 3 4 [5 6 7 8 9 10 11 12 13]"), 8, Bos);
        Assert.Equal("1 4 [5 6 7 8 9 10]", Show(cut));
        Assert.Equal(RowCuts.Prompt | RowCuts.Answer, cut.Cuts);
    }

    [Fact]
    public void A_text_without_prompt_loses_its_end() =>
        Assert.Equal("[1 2 3]", Show(Truncation.CutPrompt(Row("[1 2 3 4 5]"), 3, Bos)));

    [Theory]
    [InlineData("1 2 3 [4 5 6]", 5, "1 2 3 [4 5]", RowCuts.Answer)]
    [InlineData("1 2 3 [4 5 6]", 2, "1 2", RowCuts.Answer)]
    [InlineData("1 [2 3] 4 5", 3, "1 [2 3]", RowCuts.Prompt)]
    public void Cutting_the_end_may_cost_the_answer(string row, int maxLength, string expected, RowCuts cuts)
    {
        var cut = Truncation.CutEnd(Row(row), maxLength);
        Assert.Equal((expected, cuts), (Show(cut), cut.Cuts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Cut_rows_fit_and_learn_a_part_of_what_they_learned(int seed)
    {
        var random = new SplitMix64((ulong)seed);
        for (var round = 0; round < 500; round++)
        {
            var row = Draw(ref random);
            var maxLength = 8 + random.NextBelow(40);
            foreach (var cut in new[] { Truncation.CutPrompt(row, maxLength, Bos), Truncation.CutEnd(row, maxLength) })
            {
                Assert.True(cut.Length <= maxLength, $"seed {seed}, round {round}");
                Assert.True(cut.TargetCount <= row.TargetCount, $"seed {seed}, round {round}");
                Assert.All(cut.Supervised, run => Assert.True(run.Start < run.End && run.End <= cut.Length, $"seed {seed}, round {round}"));
                Assert.Subset(new HashSet<int>(row.Supervised.SelectMany(run => row.Ids[run.Start..run.End])),
                    new HashSet<int>(cut.Supervised.SelectMany(run => cut.Ids[run.Start..run.End])));
            }

            var kept = Truncation.CutPrompt(row, maxLength, Bos);
            var answer = row.Supervised[^1];
            if (answer.Length < maxLength)
            {
                Assert.Equal(row.Ids[answer.Start..answer.End], kept.Ids[kept.Supervised[^1].Start..kept.Supervised[^1].End]);
            }

            Assert.True(kept.TargetCount > 0, $"seed {seed}, round {round}");
        }
    }

    private static TokenRow Draw(ref SplitMix64 random)
    {
        var runs = new List<TokenRun>();
        var length = 0;
        for (var turns = 1 + random.NextBelow(4); turns > 0; turns--)
        {
            length += 1 + random.NextBelow(20);
            runs.Add(new TokenRun(length, length += 1 + random.NextBelow(20)));
        }

        return new TokenRow(default, [.. Enumerable.Range(1, length + random.NextBelow(5))], runs);
    }

    private static TokenRow Row(string text)
    {
        var (ids, runs, start) = (new List<int>(), new List<TokenRun>(), 0);
        foreach (var word in text.Split(' '))
        {
            start = word.StartsWith('[') ? ids.Count : start;
            ids.Add(int.Parse(word.Trim('[', ']')));
            if (word.EndsWith(']'))
            {
                runs.Add(new TokenRun(start, ids.Count));
            }
        }

        return new TokenRow(default, [.. ids], runs);
    }

    private static string Show(TokenRow row) => string.Join(' ', row.Ids.Select((id, i) =>
        (row.Supervised.Any(run => run.Start == i) ? "[" : "") + id + (row.Supervised.Any(run => run.End == i + 1) ? "]" : "")));
}
