namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's equality and hashing, for dictionaries and sets of values.</summary>
internal sealed class ValueComparer : IEqualityComparer<Value>
{
    public static readonly ValueComparer Instance = new();

    public bool Equals(Value x, Value y) => Comparison.AreEqual(x, y);

    public int GetHashCode(Value obj) => Comparison.HashOf(obj);
}
