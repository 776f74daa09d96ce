namespace FineTune.Config.Tests.Sample;

public abstract record PeftConfig
{
    public TargetModules? TargetModules { get; init; }

    public IReadOnlyList<string>? ModulesToSave { get; init; }
}
