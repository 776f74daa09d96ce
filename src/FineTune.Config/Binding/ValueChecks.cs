using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace FineTune.Config;

/// <summary>Applies a property's DataAnnotations. Lengths concern the whole value; all else concerns each item of a
/// list or table.</summary>
internal static class ValueChecks
{
    public static IEnumerable<ConfigIssue> Find(
        SourceText source, PropertyShape property, ConfigNode node, object value, string path)
        => property.Checks.SelectMany(check => IsLength(check)
                ? [Test(source, check, node, value, path)]
                : Items(node, value, path).Select(item => Test(source, check, item.Node, item.Value, item.Path)))
            .OfType<ConfigIssue>();

    /// <summary>What a property allows in words: its shape's, narrowed by its checks.</summary>
    public static string Allowed(PropertyShape property, ValueShape shape)
    {
        if (property.Checks.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } choice)
        {
            return Quoted.OneOf([.. choice.Values.Select(Show)]);
        }

        return property.Checks.OfType<RangeAttribute>().FirstOrDefault() is { } range
            ? $"{shape.Allowed}, {NumberRange.Of(range)}" : shape.Allowed;
    }

    private static bool IsLength(ValidationAttribute check)
        => check is MinLengthAttribute or MaxLengthAttribute or LengthAttribute;

    private static ConfigIssue? Test(
        SourceText source, ValidationAttribute check, ConfigNode node, object? value, string path)
        => check switch
        {
            _ when value is null => null,
            RangeAttribute range => NumberRange.Of(range) is var allowed && allowed.Contains(Convert.ToDouble(value))
                ? null : BindingIssues.NotAllowed(source, node, path, allowed.ToString()),
            AllowedValuesAttribute choice => choice.Values.Any(one => Show(one) == Show(value))
                ? null : BindingIssues.UnknownChoice(source, node, path, Show(value), [.. choice.Values.Select(Show)]),
            _ when check.IsValid(value) => null,
            MinLengthAttribute or MaxLengthAttribute or LengthAttribute
                => BindingIssues.WrongLength(source, node, path, Length(check), value),
            RegularExpressionAttribute { ErrorMessage: null } form
                => BindingIssues.NotAllowed(source, node, path, $"text that matches {form.Pattern}"),
            _ => BindingIssues.Contradiction(source, node.Position, path, check.FormatErrorMessage(path)),
        };

    private static string Length(ValidationAttribute check) => check switch
    {
        MinLengthAttribute least => $"at least {least.Length}",
        MaxLengthAttribute most => $"at most {most.Length}",
        LengthAttribute both when both.MinimumLength == both.MaximumLength => $"exactly {both.MinimumLength}",
        _ => $"{((LengthAttribute)check).MinimumLength} to {((LengthAttribute)check).MaximumLength}",
    };

    // As text, so that 1 allows 1.0.
    private static string Show(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<(ConfigNode Node, object? Value, string Path)> Items(
        ConfigNode node, object value, string path)
        => (node, value) switch
        {
            (ConfigSequence sequence, IList list)
                => sequence.Items.Select((item, i) => (item, list[i], ConfigPath.Join(path, i))),
            (_, IList list) => [(node, list[0], path)],
            (ConfigMapping mapping, IDictionary table)
                => mapping.Entries.Select(entry => (entry.Value, table[entry.Key], ConfigPath.Join(path, entry.Key))),
            _ => [(node, value, path)],
        };
}
