using System.Text.Json;
using FineTune.Tokenizers.Chat.Jinja;

namespace FineTune.Tokenizers.Chat;

/// <summary>Reads the chat templates and special tokens of a model folder.</summary>
internal sealed class ChatTemplateFolder(string folder)
{
    private const string DefaultName = "default";

    private readonly Dictionary<string, CompiledTemplate> _templates = [];

    public ChatTemplate Read()
    {
        if (!Directory.Exists(folder))
        {
            throw ChatTemplateException.InvalidFile(folder, "there is no such folder");
        }

        IReadOnlyDictionary<string, string> tokens = ReadTokens(out JsonElement? config);
        ReadTemplateFiles();
        if (_templates.Count == 0)
        {
            ReadTemplateProperty(config, "tokenizer_config.json");
        }

        if (_templates.Count == 0)
        {
            ReadTemplateProperty(ReadJson("chat_template.json"), "chat_template.json");
        }

        return _templates.Count > 0
            ? new ChatTemplate(_templates, tokens)
            : throw ChatTemplateException.NoTemplate(folder);
    }

    /// <summary>Reads one template file, with the special tokens of its folder.</summary>
    public static ChatTemplate ReadFile(string file)
    {
        ChatTemplate template = ChatTemplate.Parse(ReadText(file), file);
        var folder = new ChatTemplateFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return template.WithSpecialTokens(folder.ReadTokens(out _));
    }

    private IReadOnlyDictionary<string, string> ReadTokens(out JsonElement? config)
    {
        config = ReadJson("tokenizer_config.json");
        return ChatTokens.Read(config, ReadJson("special_tokens_map.json"));
    }

    private void ReadTemplateFiles()
    {
        string file = PathOf("chat_template.jinja");
        if (File.Exists(file))
        {
            _templates[DefaultName] = CompiledTemplate.Parse(ReadText(file), file);
        }

        string others = PathOf("additional_chat_templates");
        if (Directory.Exists(others))
        {
            foreach (string other in Directory.EnumerateFiles(others, "*.jinja").Order(StringComparer.Ordinal))
            {
                _templates[Path.GetFileNameWithoutExtension(other)] =
                    CompiledTemplate.Parse(ReadText(other), other);
            }
        }
    }

    /// <summary>Reads <c>chat_template</c>: a string, an object of named templates, or a list of them.</summary>
    private void ReadTemplateProperty(JsonElement? config, string file)
    {
        if (config is not { } root || !root.TryGetProperty("chat_template", out JsonElement template))
        {
            return;
        }

        switch (template.ValueKind)
        {
            case JsonValueKind.String:
                Add(DefaultName, template);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty named in template.EnumerateObject())
                {
                    Add(named.Name, named.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement entry in template.EnumerateArray())
                {
                    bool isNamed = entry.ValueKind == JsonValueKind.Object &&
                        entry.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String &&
                        entry.TryGetProperty("template", out _);
                    if (!isNamed)
                    {
                        throw ChatTemplateException.InvalidFile(PathOf(file),
                            "each entry of the list \"chat_template\" needs a \"name\" and a \"template\"");
                    }

                    Add(entry.GetProperty("name").GetString()!, entry.GetProperty("template"));
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                throw ChatTemplateException.InvalidFile(PathOf(file),
                    "\"chat_template\" has to be a string, or a list of objects with \"name\" and \"template\"");
        }

        void Add(string name, JsonElement source)
        {
            if (source.ValueKind != JsonValueKind.String)
            {
                throw ChatTemplateException.InvalidFile(
                    PathOf(file), $"the chat template \"{name}\" has to be a string");
            }

            string place = name == DefaultName ? "chat_template" : $"chat_template[{name}]";
            _templates[name] = CompiledTemplate.Parse(source.GetString()!, $"{PathOf(file)}#{place}");
        }
    }

    private JsonElement? ReadJson(string name)
    {
        string file = PathOf(name);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement root = document.RootElement.Clone();

            // Reads every string, since an escape may stand for half a character.
            JsonValues.From(root);
            return root.ValueKind == JsonValueKind.Object
                ? root
                : throw ChatTemplateException.InvalidFile(file, "has to be a JSON object");
        }
        catch (JsonException fault)
        {
            string place = $"{file}:{fault.LineNumber + 1}:{fault.BytePositionInLine + 1}";
            throw ChatTemplateException.InvalidFile(place, "is not valid JSON", fault);
        }
        catch (JinjaException fault)
        {
            throw ChatTemplateException.InvalidFile(file, fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw ChatTemplateException.InvalidFile(file, $"cannot be read: {fault.Message}", fault);
        }
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ChatTemplateException.InvalidFile(file, "there is no such file", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw ChatTemplateException.InvalidFile(file, $"cannot be read: {fault.Message}", fault);
        }
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
