namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Where running code finds a variable.</summary>
/// <param name="Slot">Its slot in the frame.</param>
/// <param name="Hops">How many frames out that frame is.</param>
internal readonly record struct VariableReference(int Slot, int Hops);
