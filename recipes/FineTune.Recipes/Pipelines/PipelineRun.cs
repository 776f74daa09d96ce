using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FineTune.Config;
using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>What <c>finetune run</c> does with a recipe: its steps one after the other, those left out that are done
/// already.</summary>
public sealed class PipelineRun
{
    private readonly string _recipeFolder;
    private readonly PipelineConfig _recipe;
    private readonly PipelineState _state;
    private readonly IRunConsole _console;
    private readonly Dictionary<string, FinishedStep> _finished = new(StringComparer.Ordinal);

    private PipelineRun(string recipeFile, PipelineConfig recipe, IRunConsole console)
    {
        _recipeFolder = Path.GetDirectoryName(Path.GetFullPath(recipeFile))!;
        (_recipe, _console) = (recipe, console);
        _state = PipelineState.Open(recipe.OutputDir);
    }

    /// <summary>Runs a recipe.</summary>
    /// <param name="recipeFile">The YAML file.</param>
    /// <param name="overrides">Texts like <c>output_dir=runs/other</c>.</param>
    /// <param name="console">Hears what happens.</param>
    /// <param name="stop">A request to stop; a training step leaves a checkpoint, from which the next call goes on.</param>
    /// <returns>The steps that are done: all of them, unless it was stopped.</returns>
    /// <exception cref="ConfigException">The recipe has mistakes; every one is listed.</exception>
    public static IReadOnlyList<FinishedStep> Start(
        string recipeFile, IReadOnlyList<string> overrides, IRunConsole console, CancellationToken stop)
    {
        var bound = ConfigBinder.Bind<PipelineConfig>(ConfigDocument.Load(recipeFile, overrides));
        var issues = StepReferences.Check(bound.Value, bound.Document).ToList();
        if (issues.Count > 0)
        {
            throw new ConfigException(issues);
        }
        return new PipelineRun(recipeFile, bound.Value, console).RunAll(stop);
    }

    /// <summary>The number of steps of a recipe, to tell a whole run from one that was stopped.</summary>
    public static int StepsOf(string recipeFile, IReadOnlyList<string> overrides) =>
        ConfigBinder.Bind<PipelineConfig>(ConfigDocument.Load(recipeFile, overrides)).Value.Steps.Count;

    private List<FinishedStep> RunAll(CancellationToken stop)
    {
        var done = new List<FinishedStep>();
        foreach (var (number, written) in _recipe.Steps.Index())
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }
            var step = written.With(text => StepReferences.Resolve(text, (name, key) => _finished[name].Outputs[key]));
            var fingerprint = Fingerprint(step, written);
            var earlier = _state.Find(step.Name);
            var finished = earlier?.Fingerprint == fingerprint ? earlier with { Skipped = true } : null;
            _console.Fact("step", $"{number + 1}/{_recipe.Steps.Count} {step.Name}: {step.Kind}"
                + (finished is null ? "" : " (done already)"));
            finished ??= Run(step, fingerprint, stop);
            if (finished is null)
            {
                break;
            }
            if (!finished.Skipped)
            {
                _state.Add(finished);
            }
            _finished[step.Name] = finished;
            done.Add(finished);
        }
        return done;
    }

    /// <summary>Runs a step.</summary>
    /// <returns>Null if it was stopped.</returns>
    private FinishedStep? Run(StepConfig step, string fingerprint, CancellationToken stop)
    {
        var output = Path.Combine(_recipe.OutputDir, step.Name);
        var finished = new FinishedStep
        {
            Name = step.Name,
            Kind = step.Kind!,
            Fingerprint = fingerprint,
            Outputs = new Dictionary<string, string> { [StepReferences.Output] = output },
        };
        switch (step.Kind)
        {
            case "train":
                return Train(step, finished, output, stop);
            case "evaluate":
                return Evaluate(step, finished, $"{output}.json", stop);
            default:
                Write(step, output);
                return finished;
        }
    }

    private FinishedStep? Train(StepConfig step, FinishedStep finished, string output, CancellationToken stop)
    {
        var result = TrainRun.Start(
            ConfigOf(step), [.. step.Set, $"output.output_dir={output}"], StartOf(output), smoke: false, _console, stop);
        if (result.Status == RunStatus.Interrupted)
        {
            return null;
        }
        var outputs = new Dictionary<string, string>
        {
            [StepReferences.OutputDir] = output,
            [StepReferences.Result] = result.Model ?? result.Adapter!,
        };
        if (result.Merged is not null)
        {
            outputs[StepReferences.Merged] = result.Merged;
        }
        else if (_recipe.Steps.SelectMany(s => s.Texts).Any(
            text => text.Contains($"${{steps.{step.Name}.{StepReferences.Merged}}}", StringComparison.Ordinal)))
        {
            throw RecipeException.StepLeftNoMerged(step.Name);
        }
        return finished with { Outputs = outputs, Scores = result.Test ?? result.Validation };
    }

    private FinishedStep Evaluate(StepConfig step, FinishedStep finished, string output, CancellationToken stop)
    {
        using var model = TrainedModel.Open(step.Evaluate!, baseModel: null, "auto", _console);
        var scores = EvaluateRun.Score(model, step.Data, _console, stop);
        Directory.CreateDirectory(_recipe.OutputDir);
        AtomicFile.WriteText(output, JsonSerializer.Serialize(scores) + "\n");
        return finished with
        {
            Outputs = new Dictionary<string, string> { [StepReferences.Output] = output },
            Scores = scores,
        };
    }

    private void Write(StepConfig step, string output)
    {
        // What the same step wrote before, told otherwise, gives way.
        if (_state.Find(step.Name) is not null && Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }
        using var model = TrainedModel.OpenOnDisk((step.Merge ?? step.Export)!, baseModel: null, _console);
        var form = MergedForm.Trained with { Dtype = step.Dtype };
        if (step.Merge is not null)
        {
            var merged = MergeRun.Merge(model, output, form, check: true, _console);
            _console.Fact("merged", $"{output}, logits differ by at most {merged.LargestLogitDifference:0.0e+00}");
            return;
        }
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
        {
            throw RecipeException.OutputExists(output);
        }
        AtomicFolder.Write(output, path => model.Tuned.SavePlain(path, form));
        _console.Fact("exported", output);
    }

    // A run that was stopped goes on; one of other settings makes room.
    private static RunStart StartOf(string output)
    {
        if (!RunFolder.IsRun(output))
        {
            return RunStart.Fresh;
        }
        var run = RunFolder.At(output);
        return run.LatestCheckpoint is not null && !Directory.Exists(run.Result) ? RunStart.Resume : RunStart.Overwrite;
    }

    private string ConfigOf(StepConfig step)
    {
        var beside = Path.GetFullPath(step.Train!, _recipeFolder);
        return File.Exists(beside) ? beside : step.Train!;
    }

    private string Fingerprint(StepConfig step, StepConfig written)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', step.Texts).Append('\n').Append(step.Kind).Append(' ').Append(step.Dtype);
        foreach (var used in written.Texts.SelectMany(StepReferences.StepsIn).Distinct(StringComparer.Ordinal))
        {
            text.Append('\n').Append(_finished[used].Fingerprint);
        }
        if (step.Train is not null && File.Exists(ConfigOf(step)))
        {
            text.Append('\n').Append(File.ReadAllText(ConfigOf(step)));
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
