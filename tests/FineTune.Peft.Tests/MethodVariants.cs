using FineTune.Models;

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
        ["ADALORA, all linear layers"] = new AdaLoraConfig
        {
            InitialRank = 6,
            TargetRank = 2,
            TargetModules = TargetModules.Parse("all-linear"),
        },
        ["LOKR, both decomposed"] = new LoKrConfig { Rank = 1, DecomposeBoth = true },
        ["LOKR, a factor of 4"] = new LoKrConfig { Rank = 2, DecomposeFactor = 4, InitWeights = "lycoris" },
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
                foreach (var model in ModelRegistry.All)
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

    /// <summary>The settings of a method or variant.</summary>
    public static PeftConfig Config(string name) => Further.TryGetValue(name, out var config)
        ? config
        : (PeftConfig)Activator.CreateInstance(PeftRegistry.All.Single(e => e.PeftType == name).ConfigType)!;
}
