namespace FineTune.Peft;

/// <summary>Turns all layers of one adapter on and off together.</summary>
internal sealed class AdapterSwitch
{
    public bool Enabled { get; set; } = true;
}
