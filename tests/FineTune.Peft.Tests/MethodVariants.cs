using FineTune.Models;
using FineTune.Testing;

namespace FineTune.Peft.Tests;

/// <summary>The settings that the battery runs with: every method's defaults, and further ones that work by themselves.</summary>
internal static class MethodVariants
{
    // Architectures that differ in what methods see of them: biases everywhere, none, weights stored the other way round.
    private static readonly string[] FurtherModels = ["bert", "llama", "gpt2"];

    private static readonly Dictionary<string, PeftConfig> Further = new(StringComparer.Ordinal)
    {
        ["LORA, all linear layers"] = new LoraConfig { TargetModules = TargetModules.Parse("all-linear") },
        ["LORA, rank-stabilised"] = new LoraConfig { UseRslora = true, Rank = 4 },
        ["LORA, DoRA"] = new LoraConfig { UseDora = true },
        ["LORA, rank-stabilised DoRA"] = new LoraConfig { UseDora = true, UseRslora = true },
        ["LORA, gaussian"] = new LoraConfig { InitLoraWeights = "gaussian" },
        ["LORA, orthogonal"] = new LoraConfig { InitLoraWeights = "orthogonal" },
        ["LORA, PiSSA"] = new LoraConfig { InitLoraWeights = "pissa", Alpha = 16 },
        ["LORA, rank-stabilised PiSSA"] = new LoraConfig { InitLoraWeights = "pissa", UseRslora = true },
        ["LORA, fast PiSSA"] = new LoraConfig { InitLoraWeights = "pissa_niter_4" },
        ["LORA, OLoRA"] = new LoraConfig { InitLoraWeights = "olora" },
        ["LORA, PiSSA with DoRA"] = new LoraConfig { InitLoraWeights = "pissa", UseDora = true },
        ["LORA, some tokens"] = new LoraConfig { TrainableTokenIndices = TokenIndices.List([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) },
        ["ADALORA, all linear layers"] = new AdaLoraConfig
        {
            InitialRank = 6,
            TargetRank = 2,
            TargetModules = TargetModules.Parse("all-linear"),
        },
        ["LOKR, both decomposed"] = new LoKrConfig { Rank = 1, DecomposeBoth = true },
        ["LOKR, a factor of 4"] = new LoKrConfig { Rank = 2, DecomposeFactor = 4, InitWeights = "lycoris" },
        ["P_TUNING, LSTM"] = new PTuningConfig { NumVirtualTokens = 3, EncoderReparameterizationType = PTuningConfig.Lstm },
        ["PREFIX_TUNING, projected"] = new PrefixTuningConfig { NumVirtualTokens = 3, PrefixProjection = true },
        ["PROMPT_TUNING, vocabulary"] =
            new PromptTuningConfig { NumVirtualTokens = 3, PromptTuningInit = PromptTuningConfig.SampleVocab },
        ["BOTTLENECK, houlsby"] = new BottleneckConfig { Placement = BottleneckConfig.Houlsby },
        ["BOTTLENECK, parallel"] = new BottleneckConfig { Placement = BottleneckConfig.Parallel },
        ["FREEZE, by pattern"] = new FreezeConfig
        {
            FreezeTrainableLayers = 1,
            FreezeTrainableModules = TargetModules.Parse(@".*(mlp|intermediate|output).*"),
        },
        ["ADAPTION_PROMPT, last layer"] = new AdaptionPromptConfig { AdapterLayers = 1, AdapterLen = 3 },
        ["VERA, drawn again"] = new VeraConfig { Rank = 16, SaveProjection = false, ProjectionKey = 7 },
        ["VERA, layers of several sizes"] = new VeraConfig { TargetModules = TargetModules.Parse("all-linear") },
    };

    /// <summary>Method or variant, and architecture.</summary>
    public static TheoryData<string, string> Data
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var entry in PeftRegistry.All)
            {
                foreach (var model in ModelRegistry.All.Where(m => !Refused.Contains((entry.PeftType, m.ModelType))))
                {
                    data.Add(entry.PeftType, model.ModelType);
                }
            }
            foreach (var variant in Further.Keys)
            {
                foreach (var model in FurtherModels)
                {
                    data.Add(variant, model);
                }
            }
            return data;
        }
    }

    /// <summary>The architectures that have nothing that a method could train.</summary>
    public static IReadOnlyList<(string Method, string ModelType)> Refused => Refusals.Value;

    private static Lazy<IReadOnlyList<(string Method, string ModelType)>> Refusals { get; } = new(() =>
        [.. from entry in PeftRegistry.All
            where entry.NeedsWhatSomeLack
            from model in ModelRegistry.All
            where Refuses(entry.PeftType, model.ModelType)
            select (entry.PeftType, model.ModelType)]);

    /// <summary>The settings of a method or variant. The tiny models have few positions and layers.</summary>
    public static PeftConfig Config(string name) => Further.TryGetValue(name, out var config) ? config
        : Activator.CreateInstance(PeftRegistry.All.Single(e => e.PeftType == name).ConfigType) switch
        {
            PromptLearningConfig prompt => prompt with { NumVirtualTokens = 3 },
            FreezeConfig freeze => freeze with { FreezeTrainableLayers = 1 },
            TrainableTokensConfig tokens => tokens with { TokenIndices = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
            var plain => (PeftConfig)plain!,
        };

    private static bool Refuses(string method, string modelType)
    {
        using var folder = new TemporaryFolder();
        TinyCheckpoint.Of(modelType).Write(folder.Path);
        try
        {
            using var model = AdaptedModel.Load(folder.Path, Config(method));
            return false;
        }
        catch (PeftException)
        {
            return true;
        }
    }
}
