using System.CommandLine;

namespace FineTune.Cli;

/// <summary>A word of the command line that verbs of one kind follow.</summary>
/// <param name="name">The word.</param>
/// <param name="description">What the verbs are for, in a line.</param>
internal sealed class VerbGroup(string name, string description) : Command(name, description);
