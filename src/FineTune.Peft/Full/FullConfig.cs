namespace FineTune.Peft;

/// <summary>No adapter: every parameter of the model is trained, as a whole.</summary>
public sealed record FullConfig : PeftConfig
{
    /// <summary>The name in configs.</summary>
    public const string Name = "NONE";

    /// <inheritdoc/>
    public override string PeftType => Name;
}
