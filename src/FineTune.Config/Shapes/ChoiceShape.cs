using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineTune.Config;

/// <summary>One of an enum's names, written in snake_case or as <c>[JsonStringEnumMemberName]</c> says.</summary>
internal sealed record ChoiceShape : ValueShape
{
    private readonly Dictionary<string, object> _values = new(SameName.Comparer);

    public ChoiceShape(Type type)
    {
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var name = field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);
            _values.Add(name, field.GetValue(null)!);
        }
    }

    public IReadOnlyCollection<string> Names => _values.Keys;

    public override string Allowed => Quoted.OneOf(Names);

    /// <summary>The enum value of a name; case and <c>-</c> against <c>_</c> do not matter.</summary>
    public object? Find(string text)
        => _values.GetValueOrDefault(text);

    public string NameOf(object value) => _values.First(pair => pair.Value.Equals(value)).Key;
}
