using FineTune.Formats;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Combinations that cannot be: each is refused with what to change, and nothing is written.</summary>
public sealed class CombinationMistakeTests : IDisposable
{
    private static readonly Combination Good = new() { Type = CombinationType.Cat, Weights = [1, 1] };

    private static readonly Dictionary<string, (string[] Adapters, Combination Settings, string[] Says)> Mistakes =
        new(StringComparer.Ordinal)
        {
            ["weights"] = (["a", "b", "c"], Good, ["3 adapters and 2 weights"]),
            ["no number"] = (["a", "b"], Good with { Weights = [1, double.NaN] }, ["give finite numbers"]),
            ["density missing"] = (["a", "b"], Good with { Type = CombinationType.Find("ties") }, ["ties leaves numbers out and needs a density"]),
            ["density for nothing"] = (["a", "b"], Good with { Density = 0.5 }, ["cat leaves nothing out: remove the density"]),
            ["density outside"] = (
                ["a", "b"], Good with { Type = CombinationType.Find("dare_ties"), Density = 0 },
                ["the density is 0: give the share of numbers to keep, above 0 and at most 1"]),
            ["rank of cat"] = (["a", "b"], Good with { Rank = 4 }, ["the rank of cat is the sum", "use svd"]),
            ["rank of linear"] = (["a", "b"], Good with { Type = CombinationType.Linear, Rank = 4 }, ["linear keeps the adapters' rank"]),
            ["no rank"] = (["a", "b"], Good with { Type = CombinationType.Svd, Rank = 0 }, ["the rank is 0: use 1 or more"]),
            ["rank too large"] = (
                ["a", "b"], Good with { Type = CombinationType.Svd, Rank = 33 },
                ["the rank is 33, but transformer.h.0.attn.c_attn is only 32 wide on its narrow side: use 32 or less"]),
            ["no sign"] = (["a", "b"], Good with { CountsSigns = true }, ["cat elects no sign"]),
            ["unequal ranks"] = (
                ["a", "c"], Good with { Type = CombinationType.Linear },
                ["linear needs adapters of one rank", "transformer.h.{0..1}.attn.c_attn: 4, 2", "use svd", "or cat"]),
            ["all at once"] = (
                ["a", "b"], new() { Type = CombinationType.Find("ties"), Weights = [1], Rank = 3 },
                ["2 adapters and 1 weights", "needs a density", "ties keeps the adapters' rank"]),
            ["vectors"] = (["i", "j"], Good, ["use linear in place of cat"]),
            ["vectors and matrices"] = (["a", "i"], Good, ["what (IA)³ does depends on the base model", "--to-lora"]),
            ["DoRA"] = (["a", "gpt2_dora"], Good, ["its use_dora scales the base weights too", "--to-lora"]),
            ["PiSSA"] = (["a", "gpt2_pissa"], Good, ["its init_lora_weights (pissa) takes a part of the base weights out"]),
            ["bias of B"] = (["bert_loha", "bert_lora_biased"], Good, ["its lora_bias adds to the base model's biases too"]),
            ["tokens"] = (["a", "gpt2_tokens"], Good, ["gpt2_tokens trains vectors of tokens, which cannot be combined"]),
            ["factors of no LoRA"] = (
                ["a", "gpt2_adalora"], Good with { Type = CombinationType.Linear },
                ["linear takes LoRA's A and B by themselves", "(ADALORA)", "use cat or svd"]),
            ["other models"] = (
                ["a", "bert_loha"], Good,
                ["for different base models", "has transformer.h.{0..1}.attn.c_attn", "has bert.encoder.layer.{0..1}.attention.self.query"]),
            ["heads"] = (
                ["bert_loha", "bert_lokr"], Good,
                ["several of the adapters hold these tensors whole", "base_model.model.classifier.weight", "--modules-of"]),
        };

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_cannot_be_is_refused(string name)
    {
        var (adapters, settings, says) = Mistakes[name];
        var refusal = Assert.Throws<PeftException>(
            () => AdapterCombination.Write(_folder.At("out"), [.. adapters.Select(Open)], settings));
        Assert.All(says, text => Assert.Contains(text, refusal.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public void Layers_of_other_shapes_are_all_listed()
    {
        var other = _folder.At("other");
        Directory.CreateDirectory(other);
        var json = HfJson.Read(Path.Combine(At("a"), AdapterConfigFile.FileName));
        json["base_model_name_or_path"] = "another";
        HfJson.Write(Path.Combine(other, AdapterConfigFile.FileName), json);
        using (var fixture = new TensorFixture(Path.Combine(At("a"), AdapterFolder.WeightsName)))
        {
            TensorFixture.Write(
                Path.Combine(other, AdapterFolder.WeightsName),
                fixture.Names.ToDictionary(
                    n => n,
                    n => n.EndsWith("c_fc.lora_B.weight", StringComparison.Ordinal) ? zeros(100, 4) : fixture[n]));
        }
        var refusal = Assert.Throws<PeftException>(
            () => AdapterCombination.Write(_folder.At("out"), [Open("a"), AdapterFolder.Open(other)], Good));
        Assert.Contains($"{At("a")}: base\n    {other}: another", refusal.Message);
        Assert.Contains($"transformer.h.1.mlp.c_fc: [128, 32] in {At("a")}, [100, 32] in {other}", refusal.Message);
        Assert.Contains("fix: ", refusal.Message);
    }

    [Fact]
    public void Numbers_that_are_none_are_told_before_anything_is_computed_with_them()
    {
        var other = _folder.At("other");
        Directory.CreateDirectory(other);
        File.Copy(Path.Combine(At("a"), AdapterConfigFile.FileName), Path.Combine(other, AdapterConfigFile.FileName));
        using (var fixture = new TensorFixture(Path.Combine(At("a"), AdapterFolder.WeightsName)))
        {
            var tensors = fixture.Names.ToDictionary(n => n, n => fixture[n]);
            tensors.First().Value.fill_(double.NaN);
            TensorFixture.Write(Path.Combine(other, AdapterFolder.WeightsName), tensors);
        }
        var refusal = Assert.Throws<PeftException>(() => AdapterCombination.Write(
            _folder.At("out"), [Open("b"), AdapterFolder.Open(other)], Good with { Type = CombinationType.Svd }));
        Assert.Contains("infinite or no numbers:\n    base_model.model.transformer.h.", refusal.Message);
        Assert.Contains("fix: ", refusal.Message);
    }

    [Fact]
    public void A_type_that_there_is_not_is_told_with_the_nearest() => Assert.Contains(
        "Did you mean 'dare_ties'?", Assert.Throws<PeftException>(() => CombinationType.Find("dareties")).Message);

    [Fact]
    public void Adapters_that_name_other_models_and_fit_are_combined_with_a_notice()
    {
        var other = _folder.At("other");
        Directory.CreateDirectory(other);
        File.Copy(Path.Combine(At("b"), AdapterFolder.WeightsName), Path.Combine(other, AdapterFolder.WeightsName));
        var json = HfJson.Read(Path.Combine(At("b"), AdapterConfigFile.FileName));
        json["base_model_name_or_path"] = "moved/base";
        HfJson.Write(Path.Combine(other, AdapterConfigFile.FileName), json);
        var made = AdapterCombination.Write(_folder.At("out"), [Open("a"), AdapterFolder.Open(other)], Good);
        Assert.Contains("base, moved/base", Assert.Single(made.Notices));
        Assert.Equal("base", AdapterFolder.Open(_folder.At("out")).BaseModel);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static AdapterFolder Open(string name) => AdapterFolder.Open(At(name));

    private static string At(string name) =>
        Checkout.At("tests", "goldens", name.Length == 1 ? "combinations" : "peft_methods", name);
}
