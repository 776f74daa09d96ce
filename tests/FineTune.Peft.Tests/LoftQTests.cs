using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

public sealed class LoftQTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 5)]
    [InlineData(8, 1)]
    public void Quantised_weight_and_factors_are_nearer_to_random_weights_than_the_quantised_weight_alone(int bits, int rounds)
    {
        TinyCheckpoint.Of("llama").Write(Base);
        var (plain, corrected) = Errors(Base, new LoRA(bits, rounds, Alpha: 12).Config);
        Assert.All(
            plain.Keys,
            path => Assert.True(corrected[path] < plain[path], $"{path}: {corrected[path]} beside {plain[path]}"));
    }

    [Fact]
    public void Further_rounds_come_nearer()
    {
        TinyCheckpoint.Of("llama").Write(Base);
        var once = Errors(Base, new LoRA(4, 1, Alpha: 4).Config).Corrected;
        var often = Errors(Base, new LoRA(4, 8, Alpha: 4).Config).Corrected;
        Assert.True(often.Values.Sum() < once.Values.Sum(), $"{often.Values.Sum()} beside {once.Values.Sum()}");
    }

    [Fact]
    public void The_factors_are_the_best_of_their_rank_for_what_quantising_loses()
    {
        TinyCheckpoint.Of("gpt2").Write(Base);
        using var model = AdaptedModel.Load(Base, new LoRA(4, 1, Alpha: 12).Config);
        using var exact = AdaptedModel.Load(Base, new LoraConfig { TargetModules = TargetModules.Parse("all-linear") });
        Assert.All(model.AdaptedPaths, path =>
        {
            var (weight, kept) = (exact.Parameters.Find($"{path}.weight")!.Value, model.Parameters.Find($"{path}.weight")!);
            var residual = weight - kept.Value;
            var squares = linalg.svd(residual, fullMatrices: false).Item2.square();
            var (a, b) = (model.Parameters.Find($"{path}.lora_A.weight")!, model.Parameters.Find($"{path}.lora_B.weight")!);
            // GPT-2 stores its weights as [in, out].
            var left = residual - (b.Value.mm(a.Value).t() * 3);
            TensorAssert.Close(path, squares.narrow(0, 4, squares.shape[0] - 4).sum(), left.square().sum(), Tolerance.Logits);
        });
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Saved_and_opened_on_the_plain_checkpoint_the_base_is_quantised_again_and_everything_is_as_it_was(int bits)
    {
        TinyCheckpoint.Of("llama").Write(Base);
        var rows = TokenRows.Ragged(seed: 1, count: 5);
        using var model = AdaptedModel.Load(Base, new LoRA(bits, 3, Alpha: 12).Config);
        Assert.All(model.AdaptedPaths, path => Assert.NotNull(model.Parameters.Find($"{path}.weight")!.Frozen));
        model.Wander(seed: 2);
        model.Save(_folder.At("adapter"));
        using var again = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        var logits = model.Logits(rows);
        TensorAssert.Close("logits", logits, again.Logits(rows), Tolerance.SameResult);
        using (again.Adapter.Merged(again.Parameters))
        {
            TensorAssert.Close("merged", logits, again.Logits(rows), Tolerance.SameResult);
        }
        var json = Formats.HfJson.Read(_folder.At("adapter", AdapterConfigFile.FileName));
        Assert.Equal("loftq", (string?)json["init_lora_weights"]);
        Assert.Equal((bits, 3), ((int)json["loftq_config"]!["loftq_bits"]!, (int)json["loftq_config"]!["loftq_iter"]!));
    }

    [SkippableTheory]
    [InlineData("stories260K")]
    [InlineData("bert-tiny-sst2")]
    public void On_real_weights_it_is_nearer_than_plain_quantisation_in_weights_and_logits(string name)
    {
        var folder = Checkout.At("..", "shared", "models", name);
        Skip.IfNot(Directory.Exists(folder), $"{folder} is not there");
        var (plain, corrected) = Errors(folder, new LoRA(4, 1, Alpha: 12).Config);
        Assert.All(plain.Keys, path => Assert.True(corrected[path] < plain[path], path));

        var exact = Logits(folder, null, null);
        var quantized = Logits(folder, null, new Quantization(QuantizationKind.Nf4, doubleQuantization: false));
        var loftq = Logits(folder, new LoRA(4, 5, Alpha: 12).Config, null);
        var (far, near) = (Distance(exact, quantized), Distance(exact, loftq));
        Assert.True(near < far, $"logits are {near} away, those of plain quantisation {far}");
    }

    [Fact]
    public void Settings_without_the_beginning_that_heeds_them_are_refused()
    {
        var error = Assert.Throws<PeftException>(() => PeftRegistry.Create(
            new LoraConfig { LoftqConfig = new LoftQConfig(), EvaConfig = new EvaConfig() }, new AdapterContext("llama", "")));
        Assert.Contains("only init_lora_weights: loftq heeds it", error.Message, StringComparison.Ordinal);
        Assert.Contains("only init_lora_weights: eva heeds it", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private string Base => _folder.At("base");

    private static double Distance(Tensor a, Tensor b) => (a - b).square().mean().sqrt().item<float>();

    // How far the weights that are computed with are from the checkpoint's, by layer: quantised alone, and with factors.
    private static (Dictionary<string, double> Plain, Dictionary<string, double> Corrected) Errors(
        string folder, LoraConfig config)
    {
        var kind = config.LoftqConfig!.LoftqBits == 4 ? QuantizationKind.Nf4 : QuantizationKind.Int8;
        var (exact, paths) = Weights(folder, new LoraConfig { TargetModules = config.TargetModules }, null, merged: false);
        var (quantized, _) = Weights(
            folder, new LoraConfig { TargetModules = config.TargetModules }, new Quantization(kind, false), merged: false);
        var (loftq, _) = Weights(folder, config, null, merged: true);
        return (
            paths.ToDictionary(path => path, path => Distance(exact[path], quantized[path])),
            paths.ToDictionary(path => path, path => Distance(exact[path], loftq[path])));
    }

    private static (Dictionary<string, Tensor> Weights, IReadOnlyList<string> Paths) Weights(
        string folder, LoraConfig config, FrozenStorage? storage, bool merged)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        var adapter = (TargetedAdapter)PeftRegistry.Create(
            config, new AdapterContext(pretrained.Entry.ModelType, AdapterContext.SequenceClassification));
        using var loaded = pretrained.LoadSequenceClassifier(
            pretrained.Config, new LoadOptions { Device = CPU, Adapter = adapter, Storage = storage });
        using var inPlace = merged ? adapter.Merged(loaded.Parameters) : null;
        return (
            adapter.AdaptedPaths.ToDictionary(
                path => path, path => loaded.Parameters.Find($"{path}.weight")!.Value.clone()),
            adapter.AdaptedPaths);
    }

    private static Tensor Logits(string folder, LoraConfig? config, FrozenStorage? storage)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        var decoder = pretrained.Entry.ForCausalLM is not null;
        AdapterDecorator adapter = config is null ? AdapterDecorator.None : PeftRegistry.Create(
            config, new AdapterContext(pretrained.Entry.ModelType, decoder ? "CAUSAL_LM" : "SEQ_CLS"));
        var options = new LoadOptions { Device = CPU, Adapter = adapter, Storage = storage, AllowFresh = false };
        using var random = new Generator(3);
        var ids = randint(4, 400, [4, 16], int64, generator: random);
        using var guard = no_grad();
        using var batch = FixtureModel.Packed(ids);
        if (decoder)
        {
            using var model = pretrained.LoadCausalLM(pretrained.Config, options);
            return model.Model.Logits(model.Model.Hidden(batch));
        }
        using var classifier = pretrained.LoadSequenceClassifier(pretrained.Config, options);
        return classifier.Model.Logits(batch);
    }

    private sealed record LoRA(int Bits, int Rounds, double Alpha)
    {
        public LoraConfig Config => new()
        {
            Rank = 4,
            Alpha = Alpha,
            InitLoraWeights = "loftq",
            LoftqConfig = new LoftQConfig { LoftqBits = Bits, LoftqIter = Rounds },
            TargetModules = TargetModules.Parse("all-linear"),
        };
    }
}
