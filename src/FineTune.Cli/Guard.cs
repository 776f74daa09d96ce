using FineTune.Config;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary>Turns what is thrown into a message and an exit code: a user's mistake is told plainly, and only our own
/// fault shows a stack trace.</summary>
internal static class Guard
{
    /// <summary>Does some work.</summary>
    /// <returns>Its exit code, or that of its exception.</returns>
    public static int Run(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (ConfigException e)
        {
            // Each of its lines starts with its place, as a compiler's does.
            Console.Error.WriteLine(e.Message);
            return ExitCode.BadInput;
        }
        catch (Exception e) when (UserMistake.Is(e))
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
}
