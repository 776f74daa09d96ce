using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace FineTune.Config;

/// <summary>Applies a property's DataAnnotations. Lengths concern the whole value; everything else concerns each item of a
/// list or table.</summary>
internal static class ValueChecks
{
    public static IEnumerable<ConfigIssue> Find(SourceText source, PropertyShape property, ConfigNode node, object value, string path)
    {
        foreach (var check in property.Checks)
        {
            IEnumerable<(ConfigNode Node, object? Value, string Path)> targets =
                check is MinLengthAttribute or MaxLengthAttribute or LengthAttribute ? [(node, value, path)] : Items(node, value, path);
            foreach (var target in targets)
            {
                if (target.Value is not null && Test(source, check, target.Node, target.Value, target.Path) is { } issue)
                {
                    yield return issue;
                }
            }
        }
    }

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

    private static ConfigIssue? Test(SourceText source, ValidationAttribute check, ConfigNode node, object value, string path) => check switch
    {
        RangeAttribute range => NumberRange.Of(range) is var allowed && allowed.Contains(Convert.ToDouble(value))
            ? null : BindingIssues.NotAllowed(source, node, path, $"must be {allowed}"),
        AllowedValuesAttribute choice => choice.Values.Any(one => Show(one) == Show(value))
            ? null : BindingIssues.UnknownChoice(source, node, path, Show(value), [.. choice.Values.Select(Show)]),
        _ when check.IsValid(value) => null,
        MinLengthAttribute least => BindingIssues.WrongLength(source, node, path, $"at least {least.Length}", value),
        MaxLengthAttribute most => BindingIssues.WrongLength(source, node, path, $"at most {most.Length}", value),
        LengthAttribute both => BindingIssues.WrongLength(source, node, path,
            both.MinimumLength == both.MaximumLength ? $"exactly {both.MinimumLength}" : $"{both.MinimumLength} to {both.MaximumLength}", value),
        RegularExpressionAttribute { ErrorMessage: null } form => BindingIssues.NotAllowed(source, node, path, $"must match {form.Pattern}"),
        _ => BindingIssues.Contradiction(source, node.Position, path, check.FormatErrorMessage(path)),
    };

    // As text, so that 1 allows 1.0.
    private static string Show(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<(ConfigNode Node, object? Value, string Path)> Items(ConfigNode node, object value, string path) => (node, value) switch
    {
        (ConfigSequence sequence, IList list) => sequence.Items.Select((item, i) => (item, list[i], ConfigPath.Join(path, i))),
        (_, IList list) => [(node, list[0], path)],
        (ConfigMapping mapping, IDictionary table) => mapping.Entries.Select(entry => (entry.Value, table[entry.Key], ConfigPath.Join(path, entry.Key))),
        _ => [(node, value, path)],
    };
}
