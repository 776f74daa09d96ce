using System.CommandLine;

namespace FineTune.Cli;

/// <summary>Every verb; a new one is a file of its own and a line here.</summary>
internal static class VerbList
{
    public static IReadOnlyList<Func<Command>> All { get; } =
    [
        TrainVerb.Create,
        RunVerb.Create,
        EvalVerb.Create,
        PredictVerb.Create,
        GenerateVerb.Create,
        ChatVerb.Create,
        MergeVerb.Create,
        AdapterVerbs.Create,
        ValidateVerb.Create,
        PreviewVerb.Create,
        TokenizeVerb.Create,
        DetokenizeVerb.Create,
        TemplateVerb.Create,
        DoctorVerb.Create,
    ];
}
