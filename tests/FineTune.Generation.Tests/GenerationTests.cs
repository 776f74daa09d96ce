using FineTune.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Generation.Tests;

/// <summary>What holds however text is generated, on tiny models of every architecture.</summary>
public sealed class GenerationTests
{
    private static readonly GenerationConfig Greedy = new() { MaxNewTokens = 10, EosTokenIds = [5, 17] };

    public static TheoryData<string> ModelTypes => TinyModel.Types;

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void The_cache_changes_no_token_and_no_score(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = TinyModel.Load(modelType);
        var generator = loaded.Generator();
        var prompts = TinyModel.Prompts(seed: 3, count: 4);
        var (with, without) = (new List<Tensor>(), new List<Tensor>());

        var cached = generator.Generate(prompts, Greedy, Keeping(with));
        var computed = generator.Generate(prompts, Greedy with { UseCache = false }, Keeping(without));

        Assert.Equal(computed.Texts(), cached.Texts());
        Assert.Equal(without.Count, with.Count);
        foreach (var (expected, actual) in without.Zip(with))
        {
            TensorAssert.Close("scores", expected, actual, Tolerance.Logits);
        }

        GenerationHooks Keeping(List<Tensor> scores) =>
            new() { Scores = s => scores.Add(s.clone().MoveToOuterDisposeScope().MoveToOuterDisposeScope()) };
    }

    public static TheoryData<string, string> Searches
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var modelType in new[] { "gpt2", "llama", "mistral", "falcon" })
            {
                foreach (var search in new[] { "greedy", "sampling", "beams", "beam sampling" })
                {
                    data.Add(modelType, search);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void Prompts_together_give_the_texts_of_prompts_alone(string modelType, string search)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            using var loaded = TinyModel.Load(modelType);
            var generator = loaded.Generator();
            var prompts = TinyModel.Prompts(seed, count: 5);
            var config = Configured(search);

            var together = generator.Generate(prompts, config);

            string[] alone = [.. prompts.SelectMany((prompt, i) =>
                generator.Generate([prompt], config).Select(r => r with { Prompt = i })).Texts()];
            Assert.True(
                alone.SequenceEqual(together.Texts()),
                $"seed {seed}\nalone:\n{string.Join('\n', alone)}\ntogether:\n{string.Join('\n', together.Texts())}");
        }
    }

    [Theory]
    [InlineData("sampling")]
    [InlineData("beam sampling")]
    public void A_seed_decides_what_is_drawn(string search)
    {
        using var loaded = TinyModel.Load("llama");
        var generator = loaded.Generator();
        var prompts = TinyModel.Prompts(seed: 1, count: 3);
        var config = Configured(search);

        var first = generator.Generate(prompts, config).Texts();

        Assert.Equal(first, generator.Generate(prompts, config).Texts());
        Assert.NotEqual(first, generator.Generate(prompts, config with { Seed = 43 }).Texts());
    }

    [Fact]
    public void Several_returns_are_different_draws_of_which_the_first_is_the_draw_alone()
    {
        using var loaded = TinyModel.Load("llama");
        var generator = loaded.Generator();
        var prompts = TinyModel.Prompts(seed: 1, count: 3);
        var config = Configured("sampling");

        var three = generator.Generate(prompts, config with { NumReturnSequences = 3 });

        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], three.Select(r => r.Prompt));
        Assert.Equal(generator.Generate(prompts, config).Texts(), three.Where((_, i) => i % 3 == 0).Texts());
        Assert.Equal(9, three.Texts().Distinct().Count());
    }

    [Fact]
    public void Training_mode_comes_back()
    {
        using var loaded = TinyModel.Load("gpt2");
        loaded.Mode.Training = true;

        loaded.Generator().Generate([[1, 2]], Greedy);

        Assert.True(loaded.Mode.Training);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Memory_of_an_earlier_prompt_saves_what_is_alike_and_changes_nothing()
    {
        using var loaded = TinyModel.Load("llama");
        var generator = loaded.Generator();
        using var memory = new PromptMemory();
        int[] first = [1, 2, 3, 4];

        var answer = generator.Generate([first], Greedy with { EosTokenIds = [] }, memory: memory)[0].Ids;
        Assert.Equal(0, memory.Reused);
        foreach (int[] next in new int[][] { [.. first, .. answer, 7, 8], [1, 2, 9], [30, 1], [30, 1] })
        {
            var expected = generator.Generate([next], Greedy).Texts();
            Assert.Equal(expected, generator.Generate([next], Greedy, memory: memory).Texts());
        }
        // All but the prompt's last token, which has to be fed.
        Assert.Equal(1, memory.Reused);
    }

    [Fact]
    public void Memory_is_forgotten_when_generation_was_ended_early()
    {
        using var loaded = TinyModel.Load("llama");
        var generator = loaded.Generator();
        using var memory = new PromptMemory();
        using var stop = new CancellationTokenSource();
        var hooks = new GenerationHooks { Token = (_, _) => { stop.Cancel(); return false; } };

        Assert.Throws<OperationCanceledException>(
            () => generator.Generate([[1, 2, 3, 4]], Greedy, hooks, memory, stop.Token));

        var after = generator.Generate([[1, 2, 3, 9]], Greedy, memory: memory).Texts();
        Assert.Equal(generator.Generate([[1, 2, 3, 9]], Greedy).Texts(), after);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var loaded = TinyModel.Load("llama");
        var generator = loaded.Generator();
        var config = Configured("sampling") with { NumReturnSequences = 2, RepetitionPenalty = 1.1, FrequencyPenalty = 0.1 };
        generator.Generate(TinyModel.Prompts(1, 3), config);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        generator.Generate(TinyModel.Prompts(2, 3), config);
        generator.Generate(TinyModel.Prompts(2, 3), Configured("beams") with { RepetitionPenalty = 1.1 });

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static GenerationConfig Configured(string search) => search switch
    {
        "sampling" => Greedy with { DoSample = true, TopK = 0 },
        "beams" => Greedy with { NumBeams = 3, NumReturnSequences = 2 },
        "beam sampling" => Greedy with { NumBeams = 3, NumReturnSequences = 2, DoSample = true, TopP = 0.9 },
        _ => Greedy,
    };
}
