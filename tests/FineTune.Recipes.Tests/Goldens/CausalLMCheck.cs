using FineTune.Formats;
using FineTune.Models;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A whole decoder: hidden states, logits, loss, every gradient, and a left-padded batch.</summary>
internal sealed class CausalLMCheck : IGoldenCheck
{
    public bool Handles(GoldenCase golden) =>
        golden.Text("task") == "causal" && golden.Expected["peft_type"] is null && IsBuilt(golden.Folder);

    /// <summary>Whether the folder's architecture exists here, as a decoder.</summary>
    public static bool IsBuilt(string folder) =>
        ModelRegistry.All.FirstOrDefault(e => e.ModelType == HfConfig.Open(folder).ModelType)?.ForCausalLM is not null;

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        using var folder = PretrainedFolder.Open(golden.Folder);
        using var loaded = folder.LoadCausalLM(
            folder.Config, new LoadOptions { Device = GoldenDevice.Device, Adapter = new TrainsEverything() });
        var model = (DecoderForCausalLM)loaded.Model;
        using var rows = new PackedRows(tensors);

        var states = model.HiddenStates(rows.Batch);
        for (var i = 0; i < states.Count; i++)
        {
            TensorAssert.Close(
                $"hidden/{i}", rows.AtRealTokens(tensors[$"hidden/{i}"]), states[i], Tolerance.Logits);
        }
        var logits = model.Logits(model.Hidden(rows.Batch));
        TensorAssert.Close("logits", rows.AtRealTokens(tensors["logits"]), logits, Tolerance.Logits);
        if (tensors.Has("left/logits"))
        {
            CheckLeftPadded(model, tensors);
        }

        var loss = rows.Loss(logits, tensors["labels"]);
        TensorAssert.Close("loss", tensors["loss"], loss.view(1), Tolerance.Logits);
        loss.backward();
        var checkedGradients = 0;
        foreach (var name in tensors.Names.Where(n => n.StartsWith("grad/", StringComparison.Ordinal)))
        {
            var parameter = loaded.Parameters.Find(name["grad/".Length..]);
            Assert.True(parameter is not null, $"the model has no parameter for {name}");
            TensorAssert.Close(name, tensors[name], parameter.Value.grad!, Tolerance.Gradient);
            checkedGradients++;
        }
        Assert.True(checkedGradients > 0, "the case holds no gradients");
    }

    private static void CheckLeftPadded(DecoderForCausalLM model, TensorFixture tensors)
    {
        using var left = new PackedRows(tensors, "left/");
        TensorAssert.Close(
            "left/logits",
            left.AtRealTokens(tensors["left/logits"]),
            model.Logits(model.Hidden(left.Batch)),
            Tolerance.Logits);
    }
}
