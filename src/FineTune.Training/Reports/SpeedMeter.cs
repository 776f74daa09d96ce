using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Measures throughput between log lines.</summary>
internal sealed class SpeedMeter(TimeProvider clock, Device device)
{
    private long _since = clock.GetTimestamp();
    private long _tokens;
    private long _examples;
    private int _steps;

    public void Add(StepResult step)
    {
        _tokens += step.Tokens;
        _examples += step.Rows.Length;
        _steps++;
    }

    /// <summary>Leaves time out that was not spent on steps.</summary>
    public void Skip(TimeSpan time) => _since += (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>The figures since the last call.</summary>
    /// <param name="stepsLeft">Steps to the end of the run.</param>
    public Speed Take(int stepsLeft)
    {
        var seconds = Math.Max(1e-9, clock.GetElapsedTime(_since).TotalSeconds);
        var speed = new Speed(
            _tokens / seconds,
            _examples / seconds,
            TimeSpan.FromSeconds(seconds / Math.Max(1, _steps) * stepsLeft),
            DeviceMemory.PeakBytes(device));
        (_since, _tokens, _examples, _steps) = (clock.GetTimestamp(), 0, 0, 0);
        return speed;
    }
}
