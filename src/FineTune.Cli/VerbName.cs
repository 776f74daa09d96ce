using System.CommandLine;

namespace FineTune.Cli;

/// <summary>What is typed to call a verb.</summary>
internal static class VerbName
{
    /// <summary>A command's words, the program's own name apart: <c>adapter inspect</c>; nothing for the program itself.</summary>
    public static string Of(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{Of(parent)} {command.Name}".TrimStart()
        : "";
}
