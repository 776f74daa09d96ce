namespace FineTune.Training;

/// <summary>The schedules of transformers' <c>optimization.py</c>; a new one is a line here.</summary>
public static class ScheduleRegistry
{
    /// <summary>Time scale of <c>inverse_sqrt</c> where there is no warm-up.</summary>
    private const int DefaultTimescale = 10_000;

    /// <summary>The schedules.</summary>
    public static IReadOnlyList<ScheduleEntry> All { get; } =
    [
        new("linear", (c, step) => Math.Max(0, (c.TotalSteps - step) / (double)Math.Max(1, c.TotalSteps - c.WarmupSteps))),
        new("cosine", (c, step) => Cosine(c.Progress(step), c.Arguments.NumCycles ?? 0.5)),
        new("cosine_with_restarts", Restarts),
        new("cosine_with_min_lr", (c, step) => AtLeast(
            c.Arguments.MinLrRate, Cosine(c.Progress(step), c.Arguments.NumCycles ?? 0.5))),
        new("polynomial", Polynomial),
        new("inverse_sqrt", InverseSqrt),
        new("warmup_stable_decay", WarmupStableDecay),
        new("constant", (_, _) => 1, WarmsUp: false),
        new("constant_with_warmup", (_, _) => 1),
    ];

    /// <summary>Finds a schedule by name.</summary>
    public static ScheduleEntry Find(string name) => All.First(e => e.Name == name);

    private static double Cosine(double progress, double cycles) =>
        Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * cycles * 2 * progress)));

    private static double AtLeast(double floor, double factor) => (factor * (1 - floor)) + floor;

    private static double Restarts(ScheduleContext context, int step)
    {
        var progress = context.Progress(step);
        var cycles = context.Arguments.NumCycles ?? 1;
        return progress >= 1 ? 0 : Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * (cycles * progress % 1))));
    }

    private static double Polynomial(ScheduleContext context, int step)
    {
        var end = context.Arguments.LrEnd;
        var remaining = step > context.TotalSteps ? 0 : 1 - context.Progress(step);
        return (((context.LearningRate - end) * Math.Pow(remaining, context.Arguments.Power)) + end)
            / context.LearningRate;
    }

    private static double InverseSqrt(ScheduleContext context, int step)
    {
        var timescale = context.Arguments.Timescale
            ?? (context.WarmupSteps > 0 ? context.WarmupSteps : DefaultTimescale);
        return 1 / Math.Sqrt((step + timescale - context.WarmupSteps) / (double)timescale);
    }

    private static double WarmupStableDecay(ScheduleContext context, int step)
    {
        var arguments = context.Arguments;
        var decayStart = context.WarmupSteps + arguments.NumStableSteps;
        var decaySteps = arguments.NumDecaySteps ?? Math.Max(1, context.TotalSteps - decayStart);
        if (step < decayStart)
        {
            return 1;
        }
        return step >= decayStart + decaySteps
            ? arguments.MinLrRatio
            : AtLeast(
                arguments.MinLrRatio,
                Cosine((step - decayStart) / (double)decaySteps, arguments.NumCycles ?? 0.5));
    }
}
