using FineTune.Nn;
using FineTune.Testing;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>A whole classifier or regressor: hidden states, logits, loss, every gradient.</summary>
internal sealed class SequenceClassificationCheck : IGoldenCheck
{
    public bool Handles(GoldenCase golden) =>
        golden.Text("task") is "seqcls" or "regression"
        && golden.Expected["peft_type"] is null
        && ClassifierCase.IsBuilt(golden.Folder);

    public void Run(GoldenCase golden)
    {
        using var scope = NewDisposeScope();
        using var tensors = golden.Tensors();
        using var classifier = ClassifierCase.Build(golden.Folder, new TrainsEverything());
        using var batch = BatchTransfer.ToDevice(PaddedRows.Pack(tensors), GoldenDevice.Device);

        CheckHiddenStates(classifier.Model, batch, tensors);
        TensorAssert.Close("logits", tensors["logits"], classifier.Model.Logits(batch), Tolerance.Logits);

        var loss = classifier.Objective.Compute(batch);
        TensorAssert.Close("loss", tensors["loss"], loss.Sum.view(1) / loss.Count, Tolerance.Logits);
        loss.Sum.backward();
        var checkedGradients = 0;
        foreach (var name in tensors.Names.Where(n => n.StartsWith("grad/", StringComparison.Ordinal)))
        {
            var parameter = classifier.Parameters.Find(name["grad/".Length..]);
            Assert.True(parameter is not null, $"the model has no parameter for {name}");
            TensorAssert.Close(name, tensors[name], parameter.Value.grad! / loss.Count, Tolerance.Gradient);
            checkedGradients++;
        }
        Assert.True(checkedGradients > 0, "the case holds no gradients");
    }

    private static void CheckHiddenStates(ISequenceClassifier model, PackedBatch batch, TensorFixture tensors)
    {
        var states = model.HiddenStates(batch);
        for (var i = 0; i < states.Count; i++)
        {
            var expected = PaddedRows.AtRealTokens(tensors[$"hidden/{i}"], tensors["attention_mask"]);
            TensorAssert.Close($"hidden/{i}", expected, states[i], Tolerance.Logits);
        }
    }
}
