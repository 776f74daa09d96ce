using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>The reference's log-probabilities, computed once and kept beside the run. A file's name is a hash of all that
/// its numbers follow from: the model's files, the rows as tokens (and so tokenizer and template), precision and task.
/// </summary>
internal static class ReferenceStore
{
    private const string FolderName = "reference-log-probs";
    private const string TensorName = "log_probs";

    // Enough of a weights file to tell it from another, without reading it all.
    private const int Sample = 1 << 20;

    /// <summary>Computes or reads them, if the config wants them or they save time.</summary>
    /// <returns>Those of both parts; null where they are computed on the way.</returns>
    public static (float[]? Train, float[]? Validation) Prepare(
        PreferenceParts parts, ReferenceChoice? reference, CompletionScorer scorer, IRunConsole console,
        CancellationToken stop)
    {
        var config = parts.Config;
        var plan = TrainPlan.For(parts.Data.Train.Count, config.Training);
        var usesRowsAgain = plan.TotalSteps > plan.StepsPerEpoch;
        if (reference is null || !(config.Task.PrecomputeRefLogProbs ?? usesRowsAgain))
        {
            return default;
        }
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(config.Output.OutputDir))!, FolderName);
        return (Of(parts.Data.Train), parts.Data.Validation is { } part ? Of(part) : null);

        float[] Of(PreferencePart part)
        {
            var file = Path.Combine(folder, $"{Key(parts, part)}.safetensors");
            if (Read(file, part) is { } known)
            {
                console.Fact("reference", $"log-probabilities of {part.Name} read from {file}");
                return known;
            }
            var computed = Compute(parts, part, scorer, stop);
            Directory.CreateDirectory(folder);
            SafetensorsWriter.Write(
                file,
                [new TensorInfo(TensorName, DType.F32, [computed.Length])],
                (_, stream) => stream.Write(MemoryMarshal.AsBytes<float>(computed)));
            console.Fact("reference", $"log-probabilities of {part.Name} computed once, in {file}");
            return computed;
        }
    }

    private static float[] Compute(
        PreferenceParts parts, PreferencePart part, CompletionScorer scorer, CancellationToken stop)
    {
        var known = new float[part.Count * part.AnswersOfRow];
        var budget = parts.Config.Evaluation.PerDeviceEvalBatchSize * parts.Tuned.MaxLength;
        foreach (var host in BatchSource.ByLength(part.Lengths, budget, part.Packing(null)))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = BatchTransfer.ToDevice(host, parts.Tuned.Device);
            var answers = scorer.Live(batch).cpu().data<float>().ToArray();
            for (var i = 0; i < answers.Length; i++)
            {
                // Of pairs the second half holds the second answers.
                var (row, side) = (i % host.Rows.Length, i / host.Rows.Length);
                known[(host.Rows[row] * part.AnswersOfRow) + side] = answers[i];
            }
        }
        return known;
    }

    // A file that is damaged is made again.
    private static float[]? Read(string file, PreferencePart part)
    {
        if (!File.Exists(file))
        {
            return null;
        }
        try
        {
            using var stored = SafetensorsFile.Open(file);
            return stored.TryGet(TensorName, out var info) && info.ElementCount == part.Count * part.AnswersOfRow
                ? MemoryMarshal.Cast<byte, float>(stored.Bytes(info, 0, (int)info.ByteLength)).ToArray()
                : null;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private static string Key(PreferenceParts parts, PreferencePart part)
    {
        var (config, task) = (parts.Config, parts.Config.Task);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{part.Fingerprint} {task.LdAlpha} {config.Training.Precision} {parts.Tuned.Device.type}");
        AddFolder(task.RefModel ?? config.Model.ModelNameOrPath);
        if (task.RefModel is null && config.Model.AdapterNameOrPath is { } adapter)
        {
            AddFolder(adapter);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));

        void AddFolder(string folder)
        {
            if (!Directory.Exists(folder))
            {
                Add(folder);
                return;
            }
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Where(file => Path.GetExtension(file) is ".safetensors" or ".bin" or ".json"))
            {
                using var stream = File.OpenRead(file);
                Add($"{Path.GetRelativePath(folder, file)} {stream.Length}");
                AddSample(stream, 0);
                AddSample(stream, Math.Max(0, stream.Length - Sample));
            }
        }

        void AddSample(FileStream stream, long from)
        {
            var bytes = new byte[Math.Min(Sample, stream.Length - from)];
            stream.Position = from;
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
        }
    }
}
