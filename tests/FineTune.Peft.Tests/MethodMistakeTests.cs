using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Settings that a method cannot do on a model: each is refused with the edit to make.</summary>
public sealed class MethodMistakeTests : IDisposable
{
    private static readonly Dictionary<string, (PeftConfig Config, string Model, string Says)> Mistakes =
        new(StringComparer.Ordinal)
        {
            ["no position left"] = (
                new PromptTuningConfig { NumVirtualTokens = 24 }, "bert",
                "num_virtual_tokens is 24, but the model has 24 positions"),
            ["another width"] = (
                new PTuningConfig { NumVirtualTokens = 2, TokenDim = 7, NumLayers = 9 }, "llama", "peft.token_dim is 7"),
            ["text missing"] = (
                new PromptTuningConfig { PromptTuningInit = PromptTuningConfig.Text }, "bert", "there is no text"),
            ["text for nothing"] = (
                new PromptTuningConfig { PromptTuningInitText = "good or bad" }, "bert", "prompt_tuning_init: TEXT"),
            ["no tokenizer"] = (
                new PromptTuningConfig
                {
                    NumVirtualTokens = 2,
                    PromptTuningInit = PromptTuningConfig.Text,
                    PromptTuningInitText = "good or bad",
                },
                "bert",
                "tokenizer_name_or_path"),
            ["freeze of nothing"] = (new FreezeConfig { FreezeTrainableLayers = 0 }, "bert", "leaves nothing to train"),
            ["freeze of more"] = (new FreezeConfig { FreezeTrainableLayers = -9 }, "bert", "the model has 2 layers"),
            ["freeze of no module"] = (
                new FreezeConfig { FreezeExtraModules = TargetModules.List(["LayerNorm", "nope"]) }, "bert",
                "freeze_extra_modules names no module of this model with: nope"),
            ["freeze outside"] = (
                new FreezeConfig { FreezeTrainableModules = TargetModules.List(["word_embeddings"]) }, "bert",
                "freeze_trainable_modules names no module"),
            ["bias of nothing"] = (new BitFitConfig(), "llama", "no layer of this model has a bias"),
            ["norm of nothing"] = (
                new LayerNormTuningConfig { TargetModules = TargetModules.List(["ln_1"]) }, "llama",
                "target_modules names no module of this model with: ln_1"),
            ["adapter too narrow"] = (
                new BottleneckConfig { ReductionFactor = 5000 }, "llama", "reduction_factor is 5000"),
            ["more layers"] = (
                new AdaptionPromptConfig { AdapterLayers = 40 }, "llama", "adapter_layers is 40, but the model has"),
            ["another attention"] = (
                new AdaptionPromptConfig { TargetModules = "attn" }, "llama", "target_modules names no module"),
        };

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_that_cannot_be_are_refused_with_a_fix(string name)
    {
        var (config, model, says) = Mistakes[name];
        TinyCheckpoint.Of(model).Write(_folder.Path);
        var refusal = Assert.Throws<PeftException>(() => AdaptedModel.Load(_folder.Path, config));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("fix: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Virtual_tokens_without_their_encoder_cannot_be_trained_on()
    {
        TinyCheckpoint.Of("bert").Write(_folder.At("base"));
        using var model = AdaptedModel.Load(_folder.At("base"), new PTuningConfig { NumVirtualTokens = 2 });
        model.Save(_folder.At("adapter"));
        AdapterFolder.Open(_folder.At("adapter")).LoadInto(model.Parameters);
        File.Delete(_folder.At("adapter", AdapterFolder.EncoderName));

        var refusal = Assert.Throws<PeftException>(
            () => AdapterFolder.Open(_folder.At("adapter")).LoadInto(model.Parameters));
        Assert.Contains(AdapterFolder.EncoderName, refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }
}
