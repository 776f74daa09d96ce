using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Generation.Tests;

/// <summary>Choosing and ending, on decoders that can be worked out by hand.</summary>
public sealed class SearchTests
{
    // After 0 comes 1, after 1 comes 2, ...; the end token 4 is second best everywhere.
    private static MarkovDecoder Chain() => MarkovDecoder.Of(new float[,]
    {
        { 0, 3, 0, 0, 2 },
        { 0, 0, 3, 0, 2 },
        { 0, 0, 0, 3, 2 },
        { 3, 0, 0, 0, 2 },
        { 0, 0, 0, 0, 9 },
    });

    [Fact]
    public void Each_row_ends_for_its_own_reason_and_is_fed_no_more()
    {
        var model = Chain();
        var config = new GenerationConfig { MaxNewTokens = 4, EosTokenIds = [3] };
        var hooks = new GenerationHooks { Token = (sequence, id) => sequence == 1 && id == 1 };

        var results = model.Generator().Generate([[0], [0], [3]], config, hooks);

        Assert.Equal(["0: 1 2 3 EndToken", "1: 1 StopString", "2: 0 1 2 3 EndToken"], results.Texts());
        // Three prompts of one token, then 2, 2 and 1 rows.
        Assert.Equal(3 + 2 + 2 + 1, model.TokensFed);
    }

    [Theory]
    [InlineData(null, null, "1 2 3 0 1 2 Length")]
    [InlineData(3, null, "1 2 3 Length")]
    [InlineData(3, 4, "1 2 3 Length")]
    [InlineData(null, 4, "1 2 Length")]
    public void A_text_is_as_long_as_is_allowed_and_as_the_model_can_take(int? maxNewTokens, int? maxLength, string expected)
    {
        var config = new GenerationConfig { MaxNewTokens = maxNewTokens, MaxLength = maxLength };
        var result = Chain().Generator(maxPositions: 8).Generate([[3, 0]], config);
        Assert.Equal([$"0: {expected}"], result.Texts());
    }

    [Fact]
    public void Prompts_of_different_lengths_end_at_their_own_max_length()
    {
        var results = Chain().Generator().Generate([[0], [3, 0, 1]], new GenerationConfig { MaxLength = 4 });
        Assert.Equal(["0: 1 2 3 Length", "1: 2 Length"], results.Texts());
    }

    [Theory]
    [Seeds(3)]
    public void Draws_have_the_frequencies_of_the_softmax(int seed)
    {
        const int Draws = 4000;
        var model = MarkovDecoder.Random(seed, vocab: 6, spread: 1.5);
        var config = new GenerationConfig
        {
            DoSample = true,
            TopK = 0,
            MaxNewTokens = 1,
            NumReturnSequences = Draws,
            Seed = seed,
        };

        var results = model.Generator().Generate([[2]], config);

        for (var token = 0; token < 6; token++)
        {
            var expected = Math.Exp(model.LogProbability(2, [token]));
            var share = results.Count(r => r.Ids[0] == token) / (double)Draws;
            var deviation = Math.Sqrt(expected * (1 - expected) / Draws);
            Assert.True(Math.Abs(share - expected) < 5 * deviation, $"seed {seed}, token {token}: {share} for {expected}");
        }
    }

    [Fact]
    public void A_removed_token_is_never_drawn()
    {
        var config = new GenerationConfig
        {
            DoSample = true,
            TopK = 0,
            MaxNewTokens = 20,
            NumReturnSequences = 50,
            SuppressTokens = [0, 4],
        };
        var results = MarkovDecoder.Random(1, vocab: 5).Generator().Generate([[1]], config);
        Assert.All(results, r => Assert.All(r.Ids, id => Assert.InRange(id, 1, 3)));
    }

    [Theory]
    [Seeds(5)]
    public void Beams_enough_for_everything_find_the_most_probable_text(int seed)
    {
        const int Vocab = 4;
        const int Length = 3;
        var model = MarkovDecoder.Random(seed, Vocab, spread: 2);
        var config = new GenerationConfig { NumBeams = 64, NumReturnSequences = 5, MaxNewTokens = Length };

        var results = model.Generator().Generate([[1]], config);

        var all = from a in Enumerable.Range(0, Vocab)
                  from b in Enumerable.Range(0, Vocab)
                  from c in Enumerable.Range(0, Vocab)
                  orderby model.LogProbability(1, [a, b, c]) descending
                  select (Ids: $"{a} {b} {c}", Score: model.LogProbability(1, [a, b, c]) / Length);
        var best = all.Take(5).ToList();
        Assert.Equal(best.Select(b => b.Ids), results.Select(r => string.Join(' ', r.Ids)));
        TensorAssert.AllClose(
            $"seed {seed}", [.. best.Select(b => b.Score)], [.. results.Select(r => r.Score!.Value)], Tolerance.SameResult);
    }

    [Fact]
    public void The_length_penalty_decides_between_short_and_long()
    {
        var model = Chain();
        var config = new GenerationConfig { NumBeams = 3, MaxNewTokens = 5, EosTokenIds = [4] };

        var longest = model.Generator().Generate([[0]], config with { LengthPenalty = 4 })[0];
        var shortest = model.Generator().Generate([[0]], config with { LengthPenalty = -4 })[0];

        Assert.Equal(FinishReason.Length, longest.Finish);
        Assert.Equal(5, longest.Ids.Length);
        Assert.Equal([4], shortest.Ids);
    }

    [Fact]
    public void A_beam_ends_at_a_stop_text()
    {
        var hooks = new GenerationHooks { BeamEnds = (prompt, ids) => prompt == 0 && ids[^1] == 2 };
        var config = new GenerationConfig { NumBeams = 2, MaxNewTokens = 5, SuppressTokens = [4] };
        var result = Chain().Generator().Generate([[0]], config, hooks)[0];
        Assert.Equal("0: 1 2 StopString", new[] { result }.Texts()[0]);
    }

    [Fact]
    public void Drawn_beams_are_all_different()
    {
        var config = new GenerationConfig
        {
            NumBeams = 4,
            NumReturnSequences = 4,
            DoSample = true,
            TopK = 0,
            MaxNewTokens = 3,
        };
        var results = MarkovDecoder.Random(1, vocab: 6).Generator().Generate([[1]], config);
        Assert.Equal(4, results.Texts().Distinct().Count());
        Assert.Equal(results.Select(r => r.Score).OrderDescending(), results.Select(r => r.Score));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Logits_that_are_no_numbers_are_told(int beams)
    {
        var table = zeros(3, 3);
        table[1] = tensor(float.NaN);
        var error = Assert.Throws<GenerationException>(() => new MarkovDecoder(table).Generator().Generate(
            [[0, 1]], new GenerationConfig { NumBeams = beams, MaxNewTokens = 2 }));
        Assert.Contains("prompt 1: after 0 tokens no token is left", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void To_forbid_every_token_is_told(int beams)
    {
        var config = new GenerationConfig { NumBeams = beams, SuppressTokens = [0, 1, 2], MaxNewTokens = 2 };
        Assert.Throws<GenerationException>(() => MarkovDecoder.Random(1, vocab: 3).Generator().Generate([[1]], config));
    }

    [Fact]
    public void No_prompts_give_no_texts() =>
        Assert.Empty(Chain().Generator().Generate([], new GenerationConfig()));

    [Fact]
    public void A_request_to_stop_is_followed()
    {
        using var stop = new CancellationTokenSource();
        var taken = 0;
        var hooks = new GenerationHooks
        {
            Token = (_, _) =>
            {
                if (++taken == 3)
                {
                    stop.Cancel();
                }
                return false;
            },
        };
        Assert.Throws<OperationCanceledException>(
            () => Chain().Generator().Generate([[0]], new GenerationConfig(), hooks, stop: stop.Token));
        Assert.Equal(3, taken);
    }
}
