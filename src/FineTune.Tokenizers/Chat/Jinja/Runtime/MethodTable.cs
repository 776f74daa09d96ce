using System.Collections.Frozen;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// The methods of a type, and the names of those that exist in Python but are out of bounds for a template.
/// </summary>
internal sealed class MethodTable(IEnumerable<NativeFunction> methods, params string[] forbidden)
{
    public static readonly MethodTable Empty = new([]);

    private readonly FrozenDictionary<string, NativeFunction> _methods = methods.ToFrozenDictionary(m => m.Name);
    private readonly FrozenSet<string> _forbidden = forbidden.ToFrozenSet();

    public NativeFunction? Find(string name) => _methods.GetValueOrDefault(name);

    public bool Forbids(string name) => _forbidden.Contains(name);
}
