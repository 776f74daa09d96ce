using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Adapters that PEFT wrote, with the logits that it gets from them (<c>tests/goldens/peft_methods.py</c>).</summary>
public sealed class PeftFixtureTests : IDisposable
{
    private static readonly string[] Sharing = ["gpt2_tokens_alone", "gpt2_tokens_added"];

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string> Adapters =>
        [.. Directory.GetDirectories(Fixtures).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Adapters))]
    public void An_adapter_written_by_PEFT_gives_its_logits_live_and_merged(string name)
    {
        using var io = new TensorFixture(At(name, "io.safetensors"));
        using var model = FixtureModel.Open(Base(name), At(name));
        TensorAssert.Close("logits", io["logits"], model.Logits(io["input_ids"]), Tolerance.Logits);
        if (name == "gpt2_tokens_apart")
        {
            // Its table and its output layer no longer have all rows in common.
            var refusal = Assert.Throws<PeftException>(() => model.Adapter.Merged(model.Parameters));
            Assert.Contains("transformer.wte.weight", refusal.Message, StringComparison.Ordinal);
            return;
        }
        using (model.Adapter.Merged(model.Parameters))
        {
            TensorAssert.Close("merged", io["logits"], model.Logits(io["input_ids"]), Tolerance.Logits);
        }
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public void Written_by_us_it_has_the_same_tensors_and_gives_the_same_logits(string name)
    {
        using var io = new TensorFixture(At(name, "io.safetensors"));
        using var model = FixtureModel.Open(Base(name), At(name));
        var written = Environment.GetEnvironmentVariable("FINETUNE_WRITTEN_ADAPTERS") is { Length: > 0 } kept
            ? Path.Combine(kept, name)
            : _folder.At("written");
        AdapterFolder.Save(written, model.Adapter, model.Parameters, "base");
        using var theirs = new TensorFixture(At(name, AdapterFolder.WeightsName));
        using var ours = new TensorFixture(Path.Combine(written, AdapterFolder.WeightsName));
        var names = theirs.Names.Where(n => !IsRepeated(name, n));
        Assert.Equal(names.Order(StringComparer.Ordinal), ours.Names.Order(StringComparer.Ordinal));
        using var again = FixtureModel.Open(Base(name), written);
        TensorAssert.Close("logits", io["logits"], again.Logits(io["input_ids"]), Tolerance.Logits);
    }

    [Fact]
    public void AdaLoRA_allocates_ranks_and_penalises_as_PEFT_does()
    {
        using var trace = new TensorFixture(Path.Combine(Fixtures, "adalora_trace.safetensors"));
        var config = new AdaLoraConfig
        {
            InitialRank = 6,
            TargetRank = 2,
            InitialSteps = 2,
            FinalSteps = 2,
            AllocationInterval = 2,
            TotalSteps = 10,
            OrthogonalWeight = 0.3,
            TargetModules = TargetModules.List(["query", "intermediate.dense"]),
        };
        using var model = AdaptedModel.Load(Base("bert"), config);
        var part = (AdaLoraAdapter)model.Adapter;
        part.Begin(totalSteps: 99);
        var factors = model.Parameters.All.Where(p => p.Kind == ParameterKind.Adapter)
            .OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(12, factors.Count);
        using var guard = no_grad();
        factors.ForEach(factor => factor.Value.zero_());
        for (var step = 0; step < 10; step++)
        {
            foreach (var (index, factor) in factors.Index())
            {
                var wave = arange(0, factor.Count, dtype: float32).view(factor.Value.shape);
                factor.Value.add_((wave + (step + index)).cos() * 0.1);
                factor.Value.grad = ((wave * 0.7) + ((1.3 * step) + index)).sin();
            }
            part.AfterStep(step);
            var values = cat([.. factors.Where(f => f.Name.EndsWith("lora_E", StringComparison.Ordinal)).Select(f => f.Value.view(-1))]);
            TensorAssert.Close($"lora_E after step {step}", trace["lora_E"][step], values, Tolerance.Trajectory);
            TensorAssert.Close($"penalty after step {step}", trace["penalty"][step], part.Penalty()!, Tolerance.SameResult);
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    // What PEFT stores under further names: of modules that it wraps, of layers that share their table, and the table where
    // it has got more tokens.
    private static bool IsRepeated(string adapter, string name) =>
        name.Contains(".modules_to_save.", StringComparison.Ordinal)
        || name.Contains(".original_module.", StringComparison.Ordinal)
        || name.Contains(".token_adapter.base_layer.", StringComparison.Ordinal)
        || (name.Contains(".lm_head.", StringComparison.Ordinal) && Sharing.Contains(adapter));

    private static string Fixtures => Checkout.At("tests", "goldens", "peft_methods");

    private static string At(params ReadOnlySpan<string> parts) => Path.Combine([Fixtures, .. parts]);

    private static string Base(string name) => Checkout.At(
        "tests",
        "goldens",
        name.Split('_')[0] switch
        {
            "bert" => "bert_lora",
            "llama" => "llama_lora_patterns",
            _ => "gpt2_lora",
        },
        "base");
}
