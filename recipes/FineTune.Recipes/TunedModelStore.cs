using FineTune.Formats;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Writes a model's adapter or, where all of it is trained, the model; complete enough to use.</summary>
internal sealed class TunedModelStore(TunedModel model) : IModelStore
{
    public void Save(string folder)
    {
        if (model.Adapter is null)
        {
            model.SavePlain(folder, MergedForm.Trained);
        }
        else
        {
            model.SaveAdapter(folder);
        }
    }

    public void Load(string folder)
    {
        if (model.Adapter is not null)
        {
            AdapterFolder.Open(folder).LoadInto(model.Parameters);
            return;
        }
        using var stored = CheckpointFolder.Open(folder);
        foreach (var parameter in model.Parameters.Trainable)
        {
            if (!stored.TryGet(parameter.Name, out var info) || !info.Shape.AsSpan().SequenceEqual(parameter.Value.shape))
            {
                throw TrainingException.DamagedCheckpoint(
                    folder, CheckpointFolder.WeightsName, $"it has no {parameter.Name} of the model's shape");
            }
            TensorBytes.Fill(
                parameter.Value,
                ScalarType.Float32,
                (start, into) => stored.Bytes(info, start, into.Length).CopyTo(into));
        }
    }
}
