using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FineTune.Torch.Tests;

/// <summary>
/// An assembly's public surface, one line for each type and member, in the format of torchsharp-0.107-api.txt: names,
/// parameters with defaults, return types.
/// </summary>
internal static class ApiSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(bool)] = "bool",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
        [typeof(byte)] = "byte",
        [typeof(object)] = "object",
    };

    internal static IEnumerable<string> Lines(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Lines);

    /// <summary>The line that declares a type, without the types it derives from.</summary>
    internal static string TypeLine(Type type) => $"{Name(type)} :: {Kind(type)}";

    internal static IEnumerable<string> Lines(Type type)
    {
        var name = Name(type);
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(value => $"{name}.{value} = {Convert.ToInt64(Enum.Parse(type, value))}");
        }
        return type.GetConstructors(Declared).Where(IsVisible).Select(ctor => Constructor(name, ctor))
            .Concat(type.GetMethods(Declared).Where(IsVisible).Where(IsOrdinary).Select(method => Method(name, method)))
            .Concat(type.GetProperties(Declared).Where(p => IsVisible(Accessor(p))).Select(p => Property(name, p)))
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(field => Field(name, field)));
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Constructor(string type, ConstructorInfo ctor) =>
        $"{type}.ctor({Parameters(ctor)}){Protection(ctor)}";

    private static string Method(string type, MethodInfo method)
    {
        var generics = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>"
            : "";
        var dispatch = method switch
        {
            { IsStatic: true } => " [static]",
            { IsAbstract: true } => " [abstract]",
            { IsVirtual: true, IsFinal: false } => " [virtual]",
            _ => "",
        };
        return $"{type}.{method.Name}{generics}({Parameters(method)}) -> {Name(method.ReturnType)}{dispatch}"
            + Protection(method);
    }

    private static string Property(string type, PropertyInfo property)
    {
        var indices = property.GetIndexParameters();
        var name = indices.Length > 0 ? $"this[{string.Join(", ", indices.Select(Parameter))}]" : property.Name;
        var get = IsVisible(property.GetMethod) ? " get;" : "";
        var set = IsVisible(property.SetMethod) ? " set;" : "";
        var scope = Accessor(property)!.IsStatic ? " [static]" : "";
        return $"{type}.{name} {{{get}{set} }} -> {Name(property.PropertyType)}{scope}";
    }

    private static string Field(string type, FieldInfo field) =>
        $"{type}.{field.Name} -> {Name(field.FieldType)}{(field.IsStatic ? " [static]" : "")} [field]";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = parameter.HasDefaultValue ? $" = {Default(parameter.RawDefaultValue)}" : "";
        return $"{many}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Default(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }
        if (type.IsGenericParameter)
        {
            return type.Name;
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }
        return s_keywords.TryGetValue(type, out var keyword) ? keyword : Named(type);
    }

    private static string Named(Type type)
    {
        var arguments = type.GetGenericArguments();
        var list = string.Join(", ", arguments.Select(Name));
        if (type.IsAssignableTo(typeof(ITuple)))
        {
            return $"({list})";
        }
        var name = type.Name.Split('`')[0];
        if (type.DeclaringType is { } outer)
        {
            name = $"{Name(outer).Split('<')[0]}.{name}";
        }
        return arguments.Length > 0 ? $"{name}<{list}>" : name;
    }

    private static bool IsVisible(MethodBase? method) =>
        method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsOrdinary(MethodInfo method) =>
        !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static MethodInfo? Accessor(PropertyInfo property) => property.GetMethod ?? property.SetMethod;

    private static string Protection(MethodBase method) => method.IsPublic ? "" : " [protected]";
}
