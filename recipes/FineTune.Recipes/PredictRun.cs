using System.Text.Encodings.Web;
using System.Text.Json;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Classifies texts and writes one JSON line for each, in the order of the texts.</summary>
public static class PredictRun
{
    private const int TokenBudget = 4096;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One text, or one pair.</summary>
    public static IReadOnlyList<TextExample> One(string text, string? pair) =>
        [new TextExample(new RowOrigin("--text", 1), text, pair, Label: null)];

    /// <summary>The texts of a file: JSONL, CSV or TSV by the columns of the run that made the model or, where the
    /// file has others, by common names; or plain lines.</summary>
    /// <exception cref="DataException">The file cannot be used.</exception>
    public static IReadOnlyList<TextExample> Read(string file, TrainedClassifier model, IRunConsole console)
    {
        if (file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            return ClassificationData.LoadLines(file);
        }
        var notices = new List<string>();
        var rows = ClassificationData.LoadTexts([file], EvaluateRun.Reading(file, model), notices);
        notices.ForEach(console.Notice);
        return rows;
    }

    /// <summary>Classifies texts into a file, which appears when it is whole.</summary>
    public static void WriteTo(
        string file, TrainedClassifier model, IReadOnlyList<TextExample> texts, bool withLogits, CancellationToken stop) =>
        AtomicFile.Write(file, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            Write(writer, model, texts, withLogits, stop);
        });

    /// <summary>Classifies texts.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="withLogits">Whether to add the raw logits.</param>
    /// <param name="stop">Ends it early.</param>
    public static void Write(
        TextWriter output, TrainedClassifier model, IReadOnlyList<TextExample> texts, bool withLogits, CancellationToken stop)
    {
        var logits = Logits(model, texts, stop);
        var labels = model.Labels;
        for (var i = 0; i < texts.Count; i++)
        {
            output.WriteLine(Line(texts[i], logits[i], labels, model.ProblemType, withLogits));
        }
    }

    /// <summary>The logits of each text, in order.</summary>
    internal static float[][] Logits(TrainedClassifier model, IReadOnlyList<TextExample> texts, CancellationToken stop)
    {
        var rows = new TokenizedDataset(texts, new TokenizerEncoder(model.Tuned.Tokenizer), model.Tuned.MaxLength);
        var collator = new ClassificationCollator(rows, labels: null);
        var logits = new float[texts.Count][];
        model.Tuned.Mode.Training = false;
        using var guard = no_grad();
        foreach (var host in BatchSource.ByLength(rows, TokenBudget, collator.Pack, stop))
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = BatchTransfer.ToDevice(host, model.Tuned.Device);
            var scores = model.Model.Logits(batch).to(float32).cpu().contiguous();
            foreach (var (row, values) in host.Rows.Zip(scores.data<float>().ToArray().Chunk((int)scores.shape[1])))
            {
                logits[row] = Array.TrueForAll(values, float.IsFinite)
                    ? values
                    : throw RecipeException.NonFiniteLogits(model.Path, texts[row].Origin);
            }
        }
        return logits;
    }

    private static string Line(TextExample example, float[] logits, LabelMap labels, ProblemType problem, bool withLogits)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            json.WriteString("text", example.Text);
            if (example.TextPair is { } pair)
            {
                json.WriteString("text_pair", pair);
            }
            WriteAnswer(json, logits, labels, problem);
            if (withLogits)
            {
                WriteNumbers(json, "logits", logits);
            }
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void WriteAnswer(Utf8JsonWriter json, float[] logits, LabelMap labels, ProblemType problem)
    {
        if (problem == ProblemType.Regression)
        {
            json.WriteNumber("score", logits[0]);
            return;
        }
        var scores = problem == ProblemType.MultiLabelClassification
            ? Array.ConvertAll(logits, v => 1 / (1 + Math.Exp(-v)))
            : Softmax(logits);
        if (problem == ProblemType.MultiLabelClassification)
        {
            json.WriteStartArray("labels");
            foreach (var (name, _) in labels.Names.Zip(scores).Where(p => p.Second > 0.5))
            {
                json.WriteStringValue(name);
            }
            json.WriteEndArray();
        }
        else
        {
            var best = Array.IndexOf(scores, scores.Max());
            json.WriteString("label", labels.Names[best]);
            json.WriteNumber("score", Math.Round(scores[best], 6));
        }
        json.WriteStartObject("scores");
        foreach (var (name, score) in labels.Names.Zip(scores))
        {
            json.WriteNumber(name, Math.Round(score, 6));
        }
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, float[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }
        json.WriteEndArray();
    }

    private static double[] Softmax(float[] logits)
    {
        double max = logits.Max();
        var weights = Array.ConvertAll(logits, v => Math.Exp(v - max));
        var sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }
}
