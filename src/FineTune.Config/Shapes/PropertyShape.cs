using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineTune.Config;

/// <summary>One key of a record: its YAML spelling and what the attributes on the property say.</summary>
internal sealed class PropertyShape
{
    /// <summary>Marks an input path: <c>[DataType("path")]</c>.</summary>
    public const string PathDataType = "path";

    /// <summary>Marks an input that is a path or a name for which <see cref="ConfigPaths.Named"/> knows a meaning.</summary>
    public const string PathOrNameDataType = "path-or-name";

    private readonly PropertyInfo _property;
    private bool? _isNullable;

    public PropertyShape(PropertyInfo property)
    {
        _property = property;
        var attributes = property.GetCustomAttributes(inherit: true);
        Key = attributes.OfType<JsonPropertyNameAttribute>().FirstOrDefault()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        IsRequired = attributes.Any(attribute => attribute is RequiredMemberAttribute or RequiredAttribute);
        var checks = attributes.OfType<ValidationAttribute>();
        Checks = [.. checks.Where(check => check is not (RequiredAttribute or DataTypeAttribute))];
        var kind = attributes.OfType<DataTypeAttribute>().FirstOrDefault()?.CustomDataType;
        IsPath = kind is PathDataType or PathOrNameDataType;
        MayBeName = kind is PathOrNameDataType;
        var display = attributes.OfType<DisplayAttribute>().FirstOrDefault();
        Description = attributes.OfType<DescriptionAttribute>().FirstOrDefault()?.Description ?? display?.Description;
        Example = display?.Prompt;
    }

    public string Key { get; }

    public string Name => _property.Name;

    public Type Type => _property.PropertyType;

    public bool IsRequired { get; }

    public bool IsPath { get; }

    public bool MayBeName { get; }

    public string? Description { get; }

    /// <summary>An example value in YAML, from <c>[Display(Prompt = "...")]</c>.</summary>
    public string? Example { get; }

    public IReadOnlyList<ValidationAttribute> Checks { get; }

    // Asked for rarely, and reading nullability metadata is slow, so not in the constructor.
    public bool IsNullable => _isNullable ??= Nullable.GetUnderlyingType(Type) is not null
        || (!Type.IsValueType
            && new NullabilityInfoContext().Create(_property).WriteState == NullabilityState.Nullable);

    public object? Get(object owner) => _property.GetValue(owner);

    public void Set(object owner, object? value) => _property.SetValue(owner, value);
}
