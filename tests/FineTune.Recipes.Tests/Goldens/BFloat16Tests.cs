using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Golden models with frozen weights in bfloat16: their logits are the reference's but for rounding.</summary>
public sealed class BFloat16Tests
{
    public static TheoryData<string> Cases => [.. GoldenTests.Folders().Where(f => KindOf(GoldenCase.Open(f)) is not null)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_in_bfloat16_are_the_reference_s_but_for_rounding(string folder)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var begun = GoldenDevice.Begin();
        var golden = GoldenCase.Open(folder);
        using var tensors = golden.Tensors();
        var (expected, actual) = KindOf(golden)!(golden, tensors);
        var size = Size(expected);
        TensorAssert.Close(
            "root mean square of the difference, as a share",
            0,
            Size(expected - actual.to(float32).cpu()) / size,
            Tolerance.BFloat16Model);
    }

    private static Func<GoldenCase, TensorFixture, (Tensor Expected, Tensor Actual)>? KindOf(GoldenCase golden)
    {
        var task = golden.Text("task");
        if (task == "causal" && golden.Expected["peft_type"] is null && CausalLMCheck.IsBuilt(golden.Folder))
        {
            return OfDecoder;
        }
        return golden.Text("peft_type") != "LORA" ? null
            : task == "causal" && CausalLMCheck.IsBuilt(golden.At("base")) ? OfDecoder
            : task == "seqcls" && ClassifierCase.IsBuilt(golden.At("base")) ? OfClassifier
            : null;
    }

    private static (Tensor Expected, Tensor Actual) OfDecoder(GoldenCase golden, TensorFixture tensors)
    {
        var adapter = golden.Text("peft_type") is null ? null : GoldenAdapter.Of(golden);
        using var folder = PretrainedFolder.Open(adapter is null ? golden.Folder : golden.At("base"));
        using var loaded = folder.LoadCausalLM(
            folder.Config,
            new LoadOptions
            {
                Device = GoldenDevice.Device,
                DType = bfloat16,
                Adapter = (AdapterDecorator?)adapter?.Adapter ?? AdapterDecorator.None,
            });
        adapter?.LoadInto(loaded.Parameters);
        using var rows = new PackedRows(tensors);
        return (rows.AtRealTokens(tensors["logits"]), loaded.Model.Logits(loaded.Model.Hidden(rows.Batch)));
    }

    private static (Tensor Expected, Tensor Actual) OfClassifier(GoldenCase golden, TensorFixture tensors)
    {
        var adapter = GoldenAdapter.Of(golden);
        using var classifier = ClassifierCase.Build(golden.At("base"), adapter.Adapter, bfloat16);
        adapter.LoadInto(classifier.Parameters);
        using var batch = BatchTransfer.ToDevice(PaddedRows.Pack(tensors), GoldenDevice.Device);
        return (tensors["logits"], classifier.Model.Logits(batch));
    }

    private static double Size(Tensor tensor) => Math.Sqrt(tensor.square().mean().item<float>());
}
