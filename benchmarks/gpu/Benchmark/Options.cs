using System.Globalization;
using FineTune.Recipes;
using static TorchSharp.torch;

namespace GpuBenchmark;

/// <summary>How a benchmark runs.</summary>
internal sealed record Options
{
    public Device Device { get; private init; } = DeviceChoice.Pick("auto");

    public bool Tiny { get; private init; }

    /// <summary>Steps that are timed, in groups of five; as many as one group come before.</summary>
    public int Steps { get; init; } = 15;

    /// <summary>Rows of a batch; null for the case's own number.</summary>
    public int? Batch { get; private init; }

    public bool Checkpointing { get; private init; }

    public bool Profile { get; private init; }

    public static Options Parse(ReadOnlySpan<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--device" => options with { Device = DeviceChoice.Pick(arguments[++i]) },
                "--scale" => options with { Tiny = arguments[++i] == "tiny" },
                "--steps" => options with { Steps = Number(arguments[++i]) },
                "--batch" => options with { Batch = Number(arguments[++i]) },
                "--checkpointing" => options with { Checkpointing = true },
                "--profile" => options with { Profile = true },
                var other => throw new ArgumentException($"unknown option {other}", nameof(arguments)),
            };
        }
        return options;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
