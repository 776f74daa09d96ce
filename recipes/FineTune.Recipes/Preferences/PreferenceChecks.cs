using FineTune.Config;
using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Settings of preferences that do not go with the task, or not with each other.</summary>
internal static class PreferenceChecks
{
    private static readonly string[] OfDpo = [TaskConfig.Dpo];
    private static readonly string[] OfCpo = [TaskConfig.Cpo, TaskConfig.SimPo];
    private static readonly string[] OfKto = [TaskConfig.Kto];
    private static readonly string[] OfReference = [TaskConfig.Dpo, TaskConfig.Kto];
    private static readonly string[] OfPairs = [TaskConfig.Dpo, TaskConfig.Cpo, TaskConfig.SimPo, TaskConfig.Orpo];

    private static readonly string[] OnlySimPo = [PreferenceLosses.SimPo];
    private static readonly string[] OnlyOddsRatio = [PreferenceLosses.OddsRatio];
    private static readonly string[] LossesOfCpo = ["sigmoid", "hinge", PreferenceLosses.Ipo, PreferenceLosses.SimPo];

    /// <summary>Checks a task: what it cannot start with goes to the problems, each at its place in the config.</summary>
    public static void Run(BindResult<RunConfig> bound, InputProblems problems, IRunConsole console)
    {
        foreach (var issue in ForeignKeys(bound.Value.Task, bound.Document)
            .Concat(LossProblems(bound.Value.Task, bound.Document))
            .Concat(DataProblems(bound.Value, bound.Document)))
        {
            problems.Add(new ConfigException([issue]));
        }
        if (bound.Value.Task.IsPreference && bound.Value.Peft is Peft.LoraConfig { Dropout: > 0 })
        {
            console.Notice("peft.lora_dropout is not applied: policy and reference are compared without dropout");
        }
    }

    /// <summary>The losses that a task has.</summary>
    public static IReadOnlyList<string> LossesOf(string task) => task switch
    {
        TaskConfig.Dpo =>
            [.. PreferenceLosses.All.Select(loss => loss.Name).Except([.. OnlySimPo, .. OnlyOddsRatio])],
        TaskConfig.Cpo => LossesOfCpo,
        TaskConfig.SimPo => OnlySimPo,
        TaskConfig.Orpo => OnlyOddsRatio,
        TaskConfig.Kto => KtoObjective.LossTypes,
        _ => [],
    };

    /// <summary>Keys that are set and that only other tasks heed.</summary>
    public static IEnumerable<ConfigIssue> ForeignKeys(TaskConfig task, ConfigDocument document)
    {
        var usual = new TaskConfig();
        (string Key, bool IsSet, string[] Tasks)[] keys =
        [
            ("loss_type", task.LossType.Count > 0, [.. OfPairs, .. OfKto]),
            ("loss_weights", task.LossWeights.Count > 0, [.. OfDpo, TaskConfig.Cpo]),
            ("beta", task.Beta is not null, [.. OfPairs, .. OfKto]),
            ("label_smoothing", task.LabelSmoothing != usual.LabelSmoothing, [.. OfDpo, .. OfCpo]),
            ("reference_free", task.ReferenceFree, OfDpo),
            ("f_divergence_type", task.FDivergenceType != usual.FDivergenceType, OfDpo),
            ("rpo_alpha", task.RpoAlpha is not null, OfDpo),
            ("ld_alpha", task.LdAlpha is not null, OfDpo),
            ("simpo_gamma", task.SimpoGamma != usual.SimpoGamma, OfCpo),
            ("cpo_alpha", task.CpoAlpha is not null, OfCpo),
            ("desirable_weight", task.DesirableWeight != usual.DesirableWeight, OfKto),
            ("undesirable_weight", task.UndesirableWeight != usual.UndesirableWeight, OfKto),
            ("center_rewards_coefficient", task.CenterRewardsCoefficient is not null, [TaskConfig.Reward]),
            ("ref_model", task.RefModel is not null, OfReference),
            ("precompute_ref_log_probs", task.PrecomputeRefLogProbs is not null, OfReference),
        ];
        foreach (var (key, _, tasks) in keys.Where(k => k.IsSet && !k.Tasks.Contains(task.Type)))
        {
            yield return document.Issue(
                $"task.{key}", $"task {task.Type} does not heed this; {string.Join(", ", tasks)} do", $"remove {key}");
        }
    }

    private static IEnumerable<ConfigIssue> LossProblems(TaskConfig task, ConfigDocument document)
    {
        var known = LossesOf(task.Type);
        foreach (var name in known.Count == 0 ? [] : task.LossType.Where(name => !known.Contains(name)))
        {
            yield return document.Issue(
                "task.loss_type",
                $"'{name}' is no loss of task {task.Type}, which has {string.Join(", ", known)}",
                Nearest.Name(name, known) is { } near ? $"did you mean '{near}'?" : null);
        }
        if (task.LossWeights.Count > 0 && task.LossWeights.Count != task.LossType.Count)
        {
            yield return document.Issue(
                "task.loss_weights",
                $"there are {task.LossWeights.Count} weights for {task.LossType.Count} losses",
                "give as many weights as loss_type has names");
        }
        if (task.Type == TaskConfig.Kto && task.LossType.Count > 1)
        {
            yield return document.Issue("task.loss_type", "kto takes one loss", "keep one of them");
        }
        if (task.LossType.Contains("cdpo") && task.LabelSmoothing == 0)
        {
            yield return document.Issue(
                "task.label_smoothing",
                "cdpo without smoothing is sigmoid",
                "set label_smoothing above 0, or loss_type: sigmoid");
        }
        if (task is { ReferenceFree: true, RefModel: not null })
        {
            yield return document.Issue(
                "task.ref_model", "reference_free leaves the reference out", "remove one of the two");
        }
    }

    private static IEnumerable<ConfigIssue> DataProblems(RunConfig config, ConfigDocument document)
    {
        if (config.Dataset.Packing)
        {
            yield return document.Issue(
                "dataset.packing",
                "preferences are packed without it; it bundles rows of sft and pretrain",
                "remove packing");
        }
        if (config.Dataset.TrainOn != TrainOn.Completion)
        {
            yield return document.Issue(
                "dataset.train_on", $"task {config.Task.Type} compares answers", "remove train_on");
        }
        if (config.Training.NeftuneNoiseAlpha is not null)
        {
            yield return document.Issue(
                "training.neftune_noise_alpha",
                "policy and reference are compared without noise",
                "remove neftune_noise_alpha");
        }
        if (config.Task.Type == TaskConfig.Kto && KtoObjective.UsesDivergence(config.Task)
            && config.Training.PerDeviceTrainBatchSize < 2)
        {
            yield return document.Issue(
                "training.per_device_train_batch_size",
                "kto pairs prompts with answers to other prompts of the batch, and a batch of one has no other",
                "set it to 2 or more, or loss_type: apo_zero_unpaired");
        }
    }
}
