using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace FineTune.Training;

/// <summary>Tells of memory that a card does not have, in place of what libtorch says.</summary>
public static partial class DeviceLimits
{
    private const string Mark = "CUDA out of memory";

    /// <summary>Whether libtorch ran out of a card's memory.</summary>
    public static bool Exceeded(Exception e) =>
        e is ExternalException or InvalidOperationException
        && e.Message.Contains(Mark, StringComparison.Ordinal);

    /// <summary>What libtorch says of it, put shortly: what was asked for, and what there is.</summary>
    /// <param name="message">libtorch's message.</param>
    public static string Facts(string message)
    {
        var facts = new List<string>();
        Add(Wanted(), "{0} more were wanted");
        Add(Total(), "the card has {0}");
        Add(Free(), "{0} of them are free");
        Add(Held(), "tensors hold {0}");
        return facts.Count == 0 ? Mark : string.Join(", ", facts);

        void Add(Regex pattern, string sentence)
        {
            if (pattern.Match(message) is { Success: true } match)
            {
                facts.Add(string.Format(CultureInfo.InvariantCulture, sentence, match.Groups["size"].Value));
            }
        }
    }

    /// <summary>Settings that need less memory, the cheapest first.</summary>
    /// <param name="config">The run's settings.</param>
    public static IEnumerable<string> Knobs(TrainingConfig config)
    {
        if (config.PerDeviceTrainBatchSize is > 1 and var size)
        {
            yield return $"training.per_device_train_batch_size: {size / 2} with gradient_accumulation_steps: "
                + $"{config.GradientAccumulationSteps * 2} (the same result)";
        }
        if (!config.GradientCheckpointing)
        {
            yield return "training.gradient_checkpointing: true (decoders; the same result, about a third slower)";
        }
        yield return "a smaller dataset.max_length, or model.load_in_4bit: true";
    }

    /// <summary>Takes a step and words its failure for want of memory.</summary>
    /// <exception cref="TrainingException">The card has not enough memory.</exception>
    internal static StepResult Run(Func<StepResult> take, TrainingConfig config, int step, IReadOnlyList<StepBatch> window)
    {
        try
        {
            return take();
        }
        catch (Exception e) when (Exceeded(e))
        {
            var largest = window.Select(b => b.Host).MaxBy(b => b.Tokens)!;
            throw TrainingException.OutOfMemory(
                $"step {step} (up to {largest.Tokens:N0} tokens in {largest.Sequences:N0} sequences at a time)",
                Facts(e.Message),
                Knobs(config));
        }
    }

    [GeneratedRegex(@"Tried to allocate (?<size>[\d.]+ \w+)", RegexOptions.None, 1000)]
    private static partial Regex Wanted();

    [GeneratedRegex(@"(?:total capacity of |; )(?<size>[\d.]+ \w+)(?: of which| total capacity)", RegexOptions.None, 1000)]
    private static partial Regex Total();

    [GeneratedRegex(@"(?:of which |; )(?<size>[\d.]+ \w+)(?: is)? free", RegexOptions.None, 1000)]
    private static partial Regex Free();

    [GeneratedRegex(@"(?:allocated memory |; )(?<size>[\d.]+ \w+)(?: is)? (?:already )?allocated", RegexOptions.None, 1000)]
    private static partial Regex Held();
}
