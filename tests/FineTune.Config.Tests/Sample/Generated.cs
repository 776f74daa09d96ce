namespace FineTune.Config.Tests.Sample;

/// <summary>Random records that a config could hold, with texts that are hard to write.</summary>
internal static class Generated
{
    private const string Alphabet = "abzAZ019 _-./:#'\"\\{}[],&*!|>%@`~?=+\t\n\r\u00e9\ud55c\u2028\u0001$^()<";

    public static RunConfig Config(Random random) => new()
    {
        Model = new ModelConfig
        {
            ModelNameOrPath = Text(random),
            Revision = random.Next(2) == 0 ? null : Text(random),
            Dtype = (DType)random.Next(3),
        },
        Dataset = new DatasetConfig
        {
            TrainFiles = Texts(random),
            MaxLength = random.Next(1, 131073),
            ValidationSplit = random.NextDouble(),
            Packing = random.Next(2) == 0,
            Columns = Texts(random).Distinct().ToDictionary(key => key, _ => Text(random)),
            Sources = [.. Texts(random).Select(path => new SourceConfig { Path = path, Weight = 1 + random.NextDouble() })],
        },
        Peft = random.Next(3) switch
        {
            0 => null,
            1 => new Ia3Config { FeedforwardModules = Texts(random), ModulesToSave = Texts(random) },
            _ => new LoraConfig
            {
                Rank = random.Next(1, 1025),
                LoraDropout = random.NextSingle(),
                TargetModules = random.Next(2) == 0
                    ? new TargetModules { Names = Texts(random) }
                    : new TargetModules { Pattern = "p" + Text(random) },
                RankPattern = Texts(random).Distinct().ToDictionary(key => key, _ => random.Next()),
            },
        },
        Training = new TrainingConfig
        {
            LearningRate = Math.Pow(10, -6 * random.NextDouble() - 3),
            LrSchedulerType = (SchedulerType)random.Next(4),
            WarmupSteps = random.Next(2) == 0 ? null : random.Next(),
            Betas = [random.NextDouble(), 1 - (random.NextDouble() * 1e-9)],
            Seed = random.NextInt64(),
        },
        Output = new OutputConfig { OutputDir = Text(random) },
    };

    private static List<string> Texts(Random random)
        => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text(random))];

    private static string Text(Random random)
        => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
}
