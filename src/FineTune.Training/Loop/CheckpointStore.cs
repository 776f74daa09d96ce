using System.Globalization;
using System.Text.Json;
using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>A run's checkpoints: <c>checkpoints/step-000200/</c> holds the trained tensors as the model store writes
/// them, the optimizer's moments and the state. A checkpoint appears under its name only when it is whole.</summary>
public sealed class CheckpointStore
{
    private const string StateName = "trainer_state.json";
    private const string OptimizerName = "optimizer.safetensors";
    private const string PartName = "adapter_state.safetensors";
    private const string BestName = "best";
    private const string StepPrefix = "step-";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        IndentSize = 2,
    };

    private readonly string _folder;
    private readonly IModelStore _store;
    private readonly int? _keep;
    private readonly ITrainingPart? _part;

    /// <summary>Sets the store up.</summary>
    /// <param name="folder">The run's <c>checkpoints</c> folder.</param>
    /// <param name="store">Writes the trained tensors.</param>
    /// <param name="keep">How many step checkpoints to keep; null keeps all.</param>
    /// <param name="part">What an adapter does in training and must know when it goes on; null for nothing.</param>
    public CheckpointStore(string folder, IModelStore store, int? keep, ITrainingPart? part = null)
    {
        _part = part;
        _folder = folder;
        _store = store;
        _keep = keep;
    }

    /// <summary>Writes a checkpoint of the present step and removes those beyond the limit.</summary>
    /// <returns>Its folder.</returns>
    public string Save(TrainState state, AdamW optimizer)
    {
        var folder = Whole($"{StepPrefix}{state.Step:D6}", temporary =>
        {
            _store.Save(temporary);
            Write(Path.Combine(temporary, OptimizerName), Moments(optimizer));
            if (_part is { State.Count: > 0 })
            {
                Write(Path.Combine(temporary, PartName), _part.State);
            }
            AtomicFile.WriteText(Path.Combine(temporary, StateName), JsonSerializer.Serialize(state, Json) + "\n");
        });
        foreach (var old in Steps().SkipLast(_keep ?? int.MaxValue))
        {
            Directory.Delete(old, recursive: true);
        }
        return folder;
    }

    /// <summary>Goes back to the newest whole checkpoint.</summary>
    /// <param name="optimizer">Takes the moments.</param>
    /// <param name="dataFingerprint">Hash of the rows to go on with.</param>
    /// <returns>The state it was written in; null if there is none.</returns>
    /// <exception cref="TrainingException">It is of other rows or other trainables, or damaged.</exception>
    public TrainState? LoadLatest(AdamW optimizer, string dataFingerprint)
    {
        if (Steps().LastOrDefault() is not { } folder)
        {
            return null;
        }
        var state = ReadState(folder);
        if (state.DataFingerprint != dataFingerprint)
        {
            throw TrainingException.ForeignCheckpoint(folder, "the training rows or labels have changed since");
        }
        _store.Load(folder);
        Read(Path.Combine(folder, OptimizerName), Moments(optimizer));
        if (_part is { State.Count: > 0 })
        {
            Read(Path.Combine(folder, PartName), _part.State);
        }
        return state;
    }

    /// <summary>Keeps the present weights as the best so far.</summary>
    public void SaveBest() => Whole(BestName, _store.Save);

    /// <summary>Goes back to the best weights, if any were kept.</summary>
    /// <returns>Whether there were any.</returns>
    public bool LoadBest()
    {
        var folder = Path.Combine(_folder, BestName);
        if (!Directory.Exists(folder))
        {
            return false;
        }
        _store.Load(folder);
        return true;
    }

    private string Whole(string name, Action<string> write)
    {
        var folder = Path.Combine(_folder, name);
        AtomicFolder.Write(folder, write);
        return folder;
    }

    /// <summary>The step checkpoints, oldest first.</summary>
    private IEnumerable<string> Steps() => Directory.Exists(_folder)
        ? Directory.GetDirectories(_folder, $"{StepPrefix}*").Where(f => StepOf(f) is not null).OrderBy(StepOf)
        : [];

    private static int? StepOf(string folder)
    {
        var number = Path.GetFileName(folder).AsSpan(StepPrefix.Length);
        return int.TryParse(number, NumberStyles.None, provider: null, out var step) ? step : null;
    }

    private static TrainState ReadState(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainState>(File.ReadAllText(Path.Combine(folder, StateName)), Json)!;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw TrainingException.DamagedCheckpoint(folder, StateName, e.Message);
        }
    }

    private static Dictionary<string, Tensor> Moments(AdamW optimizer) => new()
    {
        ["exp_avg"] = optimizer.FirstMoment,
        ["exp_avg_sq"] = optimizer.SecondMoment,
    };

    private static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors) =>
        SafetensorsWriter.Write(
            path,
            tensors.Select(t => new TensorInfo(t.Key, DType.F32, t.Value.shape)),
            (info, stream) => TensorBytes.Read(tensors[info.Name], stream.Write));

    private static void Read(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        foreach (var (name, value) in tensors)
        {
            if (!file.TryGet(name, out var info) || !info.Shape.AsSpan().SequenceEqual(value.shape))
            {
                throw TrainingException.ForeignCheckpoint(
                    path, $"the run trains {value.numel():N0} parameters, the checkpoint another number");
            }
            TensorBytes.Fill(
                value, ScalarType.Float32, (start, into) => file.Bytes(info, start, into.Length).CopyTo(into));
        }
    }
}
