using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace FineTune.Config;

/// <summary>The keys of a record type: its settable public properties, those of its bases first.</summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Known = new();
    private static readonly MethodInfo MemberwiseCloneMethod =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly Dictionary<string, PropertyShape> _byKey;

    private RecordShape(Type type)
    {
        Type = type;
        Properties =
        [
            .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
                    && !property.IsDefined(typeof(JsonIgnoreAttribute)))
                .OrderBy(property => Depth(property.DeclaringType!)).ThenBy(property => property.MetadataToken)
                .Select(property => new PropertyShape(property)),
        ];
        _byKey = Properties.ToDictionary(property => property.Key);
    }

    public Type Type { get; }

    public IReadOnlyList<PropertyShape> Properties { get; }

    public static RecordShape Of(Type type) => Known.GetOrAdd(type, static type => new RecordShape(type));

    public PropertyShape? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>An instance with every default in place; required properties are left unset.</summary>
    /// <exception cref="InvalidOperationException">The type is abstract or lacks such a constructor.</exception>
    public object Create() => !Type.IsAbstract && Type.GetConstructor(Type.EmptyTypes) is { } constructor
        ? constructor.Invoke(null)
        : throw new InvalidOperationException(
            $"{Type} cannot be made: it needs a public parameterless constructor or a {nameof(PolymorphicSection)}.");

    /// <summary>A copy of an owner's default section, so that setting keys leaves the default alone.</summary>
    public static object Copy(object record) => MemberwiseCloneMethod.Invoke(record, null)!;

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;
}
