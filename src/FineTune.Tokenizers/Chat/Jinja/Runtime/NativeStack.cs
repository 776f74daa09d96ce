using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Stops recursion before the process runs out of stack, which no program survives.</summary>
internal static class NativeStack
{
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JinjaException("maximum recursion depth exceeded");
        }
    }
}
