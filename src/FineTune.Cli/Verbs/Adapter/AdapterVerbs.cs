using System.CommandLine;

namespace FineTune.Cli;

/// <summary><c>finetune adapter</c>: what can be done with adapter folders.</summary>
internal static class AdapterVerbs
{
    public static Command Create() =>
        new VerbGroup("adapter", "Inspects, converts, combines and compares adapter folders.")
        {
            InspectVerb.Create(), ConvertVerb.Create(), CombineVerb.Create(), CompareVerb.Create(),
        };
}
