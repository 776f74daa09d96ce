using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Config;

/// <summary>Builds a JSON Schema with one definition per record type.</summary>
internal sealed class JsonSchemaBuilder
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ShapeCatalog _catalog;
    private readonly RecordTree _tree;
    private readonly JsonObject _definitions = [];

    public JsonSchemaBuilder(ShapeCatalog catalog) => (_catalog, _tree) = (catalog, new RecordTree(catalog));

    public string Build(Type root)
    {
        var schema = Of(_catalog.Of(root));
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema["$defs"] = _definitions;
        return schema.ToJsonString(Indented) + "\n";
    }

    private JsonObject Of(ValueShape shape) => shape switch
    {
        ScalarShape scalar => new JsonObject { ["type"] = JsonType(scalar) },
        ChoiceShape choice => new JsonObject { ["enum"] = Strings(choice.Names) },
        ListShape list => ListOf(Of(list.Element), Of(list.Element)),
        TableShape table => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(table.Value) },
        SectionShape section => Reference(section.Record, null),
        VariantShape variant => Variants(variant.Section),
        ConvertedShape { Converter.JsonTypes: { Count: > 0 } types } => new JsonObject { ["type"] = Strings(types) },
        _ => [],
    };

    // A single value counts as a list of one.
    private static JsonObject ListOf(JsonObject single, JsonObject item)
        => new() { ["anyOf"] = new JsonArray(single, new JsonObject { ["type"] = "array", ["items"] = item }) };

    private JsonObject Variants(PolymorphicSection section)
    {
        var bareName = new JsonObject { ["enum"] = Strings(section.Names) };
        var records = section.Types.Select(type => Reference(RecordShape.Of(type), section));
        return new JsonObject { ["oneOf"] = new JsonArray([bareName, .. records]) };
    }

    private JsonObject Reference(RecordShape record, PolymorphicSection? section)
    {
        var name = record.Type.Name;
        if (!_definitions.ContainsKey(name))
        {
            // Entered before it is filled, so that a record may hold itself.
            var definition = new JsonObject();
            _definitions[name] = definition;
            Fill(definition, record, section);
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    private void Fill(JsonObject definition, RecordShape record, PolymorphicSection? section)
    {
        var properties = new JsonObject();
        var given = record.Properties.Where(property => property.IsRequired);
        List<string> required = [.. given.Select(property => property.Key)];
        if (section is not null)
        {
            var variants = section.Variants.Where(variant => variant.Type == record.Type);
            string[] names = [.. variants.Select(variant => variant.Name)];
            properties[section.Key] = new JsonObject { ["enum"] = Strings(names) };
            if (section.Default is null || !names.Contains(section.Default, SameName.Comparer))
            {
                required.Insert(0, section.Key);
            }
        }

        var defaults = record.Create();
        foreach (var property in record.Properties.Where(property => property.Key != section?.Key))
        {
            properties[property.Key] = Describe(property, defaults);
        }

        definition["type"] = "object";
        definition["properties"] = properties;
        definition["additionalProperties"] = false;
        if (required.Count > 0)
        {
            definition["required"] = Strings(required);
        }
    }

    private JsonObject Describe(PropertyShape property, object defaults)
    {
        var schema = Of(_catalog.Of(property.Type));
        foreach (var check in property.Checks)
        {
            Restrict(schema, check, property);
        }

        if (property.IsNullable)
        {
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        if (property.Description is not null)
        {
            schema["description"] = property.Description;
        }

        if (!property.IsRequired && property.Get(defaults) is { } value
            && ToJson(_tree.Of(value, property.Type)) is { } json)
        {
            schema["default"] = json;
        }

        return schema;
    }

    private static void Restrict(JsonObject schema, ValidationAttribute check, PropertyShape property)
    {
        var lists = schema["anyOf"]?.AsArray();
        var isItemCheck = check is RangeAttribute or AllowedValuesAttribute or RegularExpressionAttribute;
        if (lists is not null)
        {
            var list = lists[1]!.AsObject();
            foreach (var target in isItemCheck ? [lists[0]!.AsObject(), list["items"]!.AsObject()] : new[] { list })
            {
                RestrictValue(target, check, "Items");
            }
        }
        else
        {
            RestrictValue(schema, check, property.Type == typeof(string) ? "Length" : "Properties");
        }
    }

    private static void RestrictValue(JsonObject schema, ValidationAttribute check, string unit)
    {
        switch (check)
        {
            case RangeAttribute attribute when NumberRange.Of(attribute) is var range:
                Limit(schema, range.HasLeast, range.ExcludesLeast ? "exclusiveMinimum" : "minimum", range.Least);
                Limit(schema, range.HasMost, range.ExcludesMost ? "exclusiveMaximum" : "maximum", range.Most);
                break;
            case AllowedValuesAttribute allowed:
                schema["enum"] = JsonSerializer.SerializeToNode(allowed.Values);
                break;
            case RegularExpressionAttribute form:
                schema["pattern"] = $"^(?:{form.Pattern})$";
                break;
            case MinLengthAttribute least:
                schema[$"min{unit}"] = least.Length;
                break;
            case MaxLengthAttribute most:
                schema[$"max{unit}"] = most.Length;
                break;
            case LengthAttribute both:
                schema[$"min{unit}"] = both.MinimumLength;
                schema[$"max{unit}"] = both.MaximumLength;
                break;
        }
    }

    private static void Limit(JsonObject schema, bool applies, string keyword, double limit)
    {
        if (applies)
        {
            schema[keyword] = limit;
        }
    }

    // Null for what JSON cannot say: null itself needs no default, and infinities have no spelling.
    private static JsonNode? ToJson(ConfigNode node) => node switch
    {
        ConfigMapping mapping
            => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        ConfigSequence list => new JsonArray([.. list.Items.Select(ToJson)]),
        ConfigScalar { IsQuoted: true } text => JsonValue.Create(text.Text),
        ConfigScalar { Text: "true" or "false" } flag => JsonValue.Create(flag.Text == "true"),
        ConfigScalar { Text: "null" or ".nan" or ".inf" or "-.inf" } => null,
        ConfigScalar number => JsonNode.Parse(number.Text),
        _ => null,
    };

    private static string JsonType(ScalarShape scalar) => scalar switch
    {
        _ when scalar.Type == typeof(string) => "string",
        _ when scalar.Type == typeof(bool) => "boolean",
        _ => scalar.IsWhole ? "integer" : "number",
    };

    private static JsonArray Strings(IEnumerable<string> texts)
        => new([.. texts.Select(text => JsonValue.Create(text))]);
}
