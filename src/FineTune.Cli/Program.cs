using System.Text;
using FineTune.Cli;

// Results are UTF-8 whatever the locale.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.SetOut(WatchedWriter.Loud(Console.Out, "standard output"));
Console.SetError(WatchedWriter.Silent(Console.Error));
return CommandLine.Run(args);
