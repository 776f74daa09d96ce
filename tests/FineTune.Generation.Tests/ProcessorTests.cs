using static TorchSharp.torch;

namespace FineTune.Generation.Tests;

/// <summary>Processors that the goldens do not have, and what they make of a history.</summary>
public sealed class ProcessorTests
{
    private const float Gone = float.NegativeInfinity;

    [Fact]
    public void Occurrence_penalties_count_the_text_and_not_the_prompt()
    {
        using var scope = NewDisposeScope();
        using var history = History([[1, 1, 2]], [1], [3], [3]);
        var processor = new OccurrencePenalty(frequency: 0.5, presence: 0.25);
        Check([0, -0.75f, 0, -1.25f, 0], processor.Process(zeros(1, 5), history));
    }

    [Fact]
    public void Counts_follow_rows_that_leave_and_rows_that_double()
    {
        using var scope = NewDisposeScope();
        using var history = History([[0], [1], [2]], [3, 3, 4]);
        history.Occurrences();
        history.GeneratedOccurrences();

        history.Select([2, 0, 2]);
        history.Append([4, 1, 0]);

        Check([0, 0, 1, 0, 2], history.Occurrences()[0]);
        Check([1, 1, 0, 1, 0], history.Occurrences()[1]);
        Check([1, 0, 1, 0, 1], history.Occurrences()[2]);
        Check([1, 0, 0, 0, 1], history.GeneratedOccurrences()[2]);
        Assert.Equal([2, 4, 4], history.Ids(0).ToArray());
        Assert.Equal([2, 4, 0], history.Ids(2).ToArray());
        Assert.Equal([4, 0], history.Generated(2).ToArray());
    }

    [Fact]
    public void A_bad_word_is_not_completed_and_an_end_token_alone_is_none()
    {
        using var scope = NewDisposeScope();
        using var history = History([[1, 2], [2, 1]]);
        var processor = new NoBadWords([[1, 2, 3], [0], [4], [2, 4]], eosTokenIds: [4]);
        var logits = processor.Process(zeros(2, 5), history);
        Check([Gone, 0, 0, Gone, Gone], logits[0]);
        Check([Gone, 0, 0, 0, 0], logits[1]);
    }

    [Fact]
    public void Tokens_are_kept_from_the_begin_only()
    {
        using var scope = NewDisposeScope();
        using var history = History([[1]]);
        var processor = new SuppressTokens([0, 2], onlyAtBegin: true);
        Check([Gone, 0, Gone], processor.Process(zeros(1, 3), history));
        history.Append([1]);
        Check([0, 0, 0], processor.Process(zeros(1, 3), history));
    }

    [Fact]
    public void A_text_too_short_does_not_end()
    {
        using var scope = NewDisposeScope();
        using var history = History([[1], [1, 1, 1]], [1, 1]);
        Check([0, 0, Gone, 0, 0, 0], new MinimumLength(4, 0, [2]).Process(zeros(2, 3), history));
        Check([0, 0, Gone, 0, 0, Gone], new MinimumLength(0, 2, [2]).Process(zeros(2, 3), history));
        Check([0, 0, 0, 0, 0, 0], new MinimumLength(0, 1, [2]).Process(zeros(2, 3), history));
    }

    [Fact]
    public void A_single_token_is_a_run_that_does_not_occur_twice()
    {
        using var scope = NewDisposeScope();
        using var history = History([[1, 3]]);
        Check([0, Gone, 0, Gone], new NoRepeatNgram(1).Process(zeros(1, 4), history));
    }

    [Fact]
    public void Drawing_processors_keep_what_they_have_to()
    {
        using var scope = NewDisposeScope();
        using var history = History([[0]]);
        foreach (ILogitsProcessor processor in new ILogitsProcessor[]
        {
            new TopK(1, keep: 2), new TopP(0.01, keep: 2), new MinP(1, keep: 2), new TypicalP(0.01, keep: 2),
            new EpsilonCutoff(0.99, keep: 2), new EtaCutoff(0.99, keep: 2),
        })
        {
            var left = processor.Process(tensor(new float[] { 1, 4, 2, 3 }, [1, 4]), history);
            Assert.Equal(2, left.isfinite().sum().item<long>());
        }
    }

    [Fact]
    public void Processors_come_in_the_order_of_transformers()
    {
        var config = new GenerationConfig
        {
            DoSample = true,
            Temperature = 0.5,
            TopP = 0.5,
            MinP = 0.5,
            TypicalP = 0.5,
            EpsilonCutoff = 0.1,
            EtaCutoff = 0.1,
            RepetitionPenalty = 2,
            PresencePenalty = 1,
            NoRepeatNgramSize = 2,
            BadWordsIds = [[1]],
            MinNewTokens = 1,
            EosTokenIds = [1],
            SuppressTokens = [1],
            BeginSuppressTokens = [1],
            RenormalizeLogits = true,
        };
        string[] expected =
        [
            nameof(RepetitionPenalty), nameof(OccurrencePenalty), nameof(NoRepeatNgram), nameof(NoBadWords),
            nameof(MinimumLength), nameof(SuppressTokens), nameof(SuppressTokens), nameof(Own), nameof(Temperature),
            nameof(TopK), nameof(TopP), nameof(MinP), nameof(TypicalP), nameof(EpsilonCutoff), nameof(EtaCutoff),
            nameof(Renormalize),
        ];
        Assert.Equal(expected, LogitsProcessors.For(config, [new Own()]).Select(p => p.GetType().Name));
        Assert.Empty(LogitsProcessors.For(new GenerationConfig()));
    }

    private static TokenHistory History(int[][] prompts, params int[][] steps)
    {
        var history = new TokenHistory(prompts, vocabSize: 5, CPU);
        foreach (var ids in steps)
        {
            history.Append(ids);
        }
        return history;
    }

    private static void Check(float[] expected, Tensor actual) =>
        Assert.Equal(expected, actual.contiguous().data<float>().ToArray());

    private sealed class Own : ILogitsProcessor
    {
        public Tensor Process(Tensor logits, TokenHistory history) => logits;
    }
}
