using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune doctor</c>.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var json = SharedOptions.Json();
        var verb = new Verb(
            "doctor",
            "Tells what this installation runs on: versions, libtorch, BLAS, threads, devices, memory.",
            "",
            "--json")
        {
            json,
        };
        verb.Does((arguments, _) =>
        {
            var report = Doctor.Examine();
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(report);
                return ExitCode.Done;
            }
            foreach (var (name, value) in report)
            {
                Console.Out.WriteLine($"{name.Replace('_', ' '),-16} {value}");
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
