using System.Diagnostics;
using System.Globalization;
using MergeBenchmark;

// usage: MergeBenchmark write FOLDER LAYERS RANK | measure COMMAND...
// The second prints "SECONDS PEAK_BYTES" of a command: its wall time and its peak resident memory.
if (args[0] == "write")
{
    RandomCheckpoint.Write(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
    return 0;
}
using var process = Process.Start(new ProcessStartInfo(args[1], args[2..]) { RedirectStandardOutput = true, UseShellExecute = false })!;
var watch = Stopwatch.StartNew();
var output = process.StandardOutput.ReadToEndAsync();
var peak = 0L;
while (!process.WaitForExit(10))
{
    peak = Math.Max(peak, Peak(process.Id));
}
var seconds = watch.Elapsed.TotalSeconds;
Console.Error.Write(await output);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} {peak}"));
return process.ExitCode;

// The kernel's high-water mark: memory of the process's own and mapped pages of files alike.
static long Peak(int id)
{
    try
    {
        var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture);
    }
    catch (IOException)
    {
        return 0; // It has just ended.
    }
}
