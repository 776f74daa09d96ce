using FineTune.Generation;

namespace FineTune.Cli;

/// <summary>A conversation line by line. On a terminal it asks with a mark and goes on after a mistake; where lines come
/// from elsewhere, answers are all that is printed and a mistake ends it.</summary>
internal sealed class ChatTerminal(ChatSession session)
{
    private const string Mark = "> ";

    private readonly bool _asks = !Console.IsInputRedirected;

    /// <summary>Runs to the end of the input, or to <c>/exit</c>.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public void Run(CancellationToken stop)
    {
        if (_asks)
        {
            Console.Error.WriteLine("/reset begins anew, /exit ends");
        }
        while (Next(stop) is { } line && line is not ("/exit" or "/quit"))
        {
            Take(line, stop);
        }
    }

    private string? Next(CancellationToken stop)
    {
        if (_asks)
        {
            Console.Error.Write(Mark);
        }
        // Reading cannot be stopped, so that it is left behind when the conversation ends meanwhile.
        return Task.Run(Console.In.ReadLine, stop).WaitAsync(stop).GetAwaiter().GetResult()?.Trim();
    }

    private void Take(string line, CancellationToken stop)
    {
        if (line.Length == 0)
        {
            return;
        }
        if (line == "/reset")
        {
            session.Reset();
            return;
        }
        if (line.StartsWith('/') && !line.Contains(' '))
        {
            Console.Error.WriteLine($"'{line}' is no command; there are /reset and /exit");
            return;
        }
        try
        {
            Answer(line, stop);
        }
        catch (GenerationException error) when (_asks)
        {
            Console.Error.WriteLine($"error: {error.Message}, or /reset");
        }
    }

    private void Answer(string line, CancellationToken stop)
    {
        var answer = session.Say(line, Show, stop);
        Console.Out.WriteLine();
        Console.Out.Flush();
        if (answer.Tokens.Finish == FinishReason.Length)
        {
            Console.Error.WriteLine($"note: cut after {answer.Tokens.Ids.Length} tokens; see --max-new-tokens");
        }
    }

    private static void Show(string piece)
    {
        Console.Out.Write(piece);
        Console.Out.Flush();
    }
}
