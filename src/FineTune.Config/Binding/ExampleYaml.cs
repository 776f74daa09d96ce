using System.ComponentModel.DataAnnotations;

namespace FineTune.Config;

/// <summary>Writes the lines a user must add for a required key.</summary>
internal static class ExampleYaml
{
    /// <summary>The key with an example value or its own required keys, indented as its section asks.</summary>
    public static string For(PropertyShape property, ShapeCatalog catalog, string section)
        => string.Join('\n', Lines(property, catalog, section.Length == 0 ? 0 : section.Split('.').Length));

    private static IEnumerable<string> Lines(PropertyShape property, ShapeCatalog catalog, int depth)
    {
        var indent = new string(' ', 2 * depth);
        var shape = catalog.Of(property.Type);
        if (property.Example is null && shape is SectionShape { Record: var record })
        {
            var required = record.Properties.Where(inner => inner.IsRequired);
            return [$"{indent}{property.Key}:", .. required.SelectMany(inner => Lines(inner, catalog, depth + 1))];
        }

        return [$"{indent}{property.Key}: {property.Example ?? Value(property, shape)}"];
    }

    private static string Value(PropertyShape property, ValueShape shape)
    {
        if (property.Checks.OfType<AllowedValuesAttribute>().FirstOrDefault()?.Values is [{ } first, ..])
        {
            return PlainText.Of(first);
        }

        return shape switch
        {
            ScalarShape scalar => scalar.Example,
            ChoiceShape choice => choice.Names.First(),
            ListShape list => $"[{Value(property, list.Element)}]",
            VariantShape variant => variant.Section.Default ?? variant.Section.Names[0],
            _ => "...",
        };
    }
}
