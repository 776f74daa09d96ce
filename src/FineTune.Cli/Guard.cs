using FineTune.Config;
using FineTune.Data;
using FineTune.Formats;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Recipes;
using FineTune.Tokenizers;
using FineTune.Training;

namespace FineTune.Cli;

/// <summary>Turns what a verb throws into a message and an exit code: a user's mistake is told plainly, and only our own
/// fault shows a stack trace.</summary>
internal static class Guard
{
    /// <summary>Runs a verb.</summary>
    /// <param name="verb">Returns an exit code; its token is cancelled by Ctrl-C or a request to end.</param>
    public static int Run(Func<CancellationToken, int> verb)
    {
        using var stop = new StopRequest();
        try
        {
            return verb(stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (IsUsersMistake(e))
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine("This is a fault of FineTune's own. Please report it with the text below.");
            Console.Error.WriteLine(e);
            return ExitCode.OurFault;
        }
    }

    private static bool IsUsersMistake(Exception e) => e is ConfigException or DataException or CheckpointException
        or WeightsException or PeftException or RecipeException or TokenizerException or TrainingException
        or IOException or UnauthorizedAccessException;
}
