using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>Reading templates from folders, choosing among several, and what a template is given.</summary>
public sealed class ChatTemplateTests
{
    private static readonly ChatMessage[] Hi = [ChatMessage.User("Hi")];

    [Fact]
    public void Folder_with_a_template_in_its_tokenizer_config_is_read_with_its_special_tokens()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer_config.json"), """
            {
              "bos_token": "<s>",
              "eos_token": {"__type": "AddedToken", "content": "</s>", "lstrip": false},
              "pad_token": null,
              "chat_template": "{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}{{ eos_token }}{{ pad_token is defined }}"
            }
            """);
        ChatTemplate template = ChatTemplate.FromFolder(folder.Path);
        Assert.Equal("<s>Hi</s>False", template.Render(Hi).Text);
        Assert.Equal(["bos_token", "eos_token"], template.SpecialTokens.Keys.Order());
        Assert.Equal(["default"], template.Names);
    }

    [Theory]
    [InlineData("""{"bos_token": "<s>", "unk_token": "<unk>"}""", "<old>|</s>||<unk>|")]
    [InlineData("""{"bos_token": "<s>", "pad_token": "<pad>", "added_tokens_decoder": {}}""", "<s>||<pad>||")]
    [InlineData("""{"image_token": "<img>", "add_bos_token": true}""", "<old>|</s>|||<img>")]
    [InlineData("""{"image_token": "<img>", "extra_special_tokens": {"image_token": {"content": "<x>"}}}""", "<old>|</s>|||<x>")]
    [InlineData("""{"extra_special_tokens": ["<a>"], "additional_special_tokens": {"image_token": "<x>"}}""", "<old>|</s>|||")]
    [InlineData("""{"additional_special_tokens": {"image_token": "<x>"}}""", "<old>|</s>|||<x>")]
    public void Special_tokens_map_overrules_only_a_config_without_added_tokens(string config, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder.At("special_tokens_map.json"),
            """{"bos_token": "<old>", "eos_token": {"content": "</s>"}, "pad_token": null}""");
        File.WriteAllText(folder.At("tokenizer_config.json"), config);
        File.WriteAllText(
            folder.At("chat_template.jinja"),
            "{{ bos_token }}|{{ eos_token }}|{{ pad_token }}|{{ unk_token }}|{{ image_token }}{{ add_bos_token }}\n");
        Assert.Equal(expected, ChatTemplate.FromFolder(folder.Path).Render(Hi).Text);
    }

    [Fact]
    public void A_template_file_comes_before_the_tokenizer_config()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer_config.json"), """{"chat_template": "from config"}""");
        File.WriteAllText(folder.At("chat_template.jinja"), "from file");
        Assert.Equal("from file", ChatTemplate.FromFolder(folder.Path).Render(Hi).Text);
    }

    [Fact]
    public void Further_template_files_are_named_templates()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("additional_chat_templates"));
        File.WriteAllText(folder.At("chat_template.jinja"), "plain");
        File.WriteAllText(folder.At("additional_chat_templates/tool_use.jinja"), "tools");
        File.WriteAllText(folder.At("additional_chat_templates/rag.jinja"), "rag");
        ChatTemplate template = ChatTemplate.FromFolder(folder.Path);
        Assert.Equal(["default", "rag", "tool_use"], template.Names.Order());
        Assert.Equal("plain", template.Render(Hi).Text);
        Assert.Equal("tools", template.Render(Hi, new RenderOptions { Tools = [] }).Text);
        Assert.Equal("rag", template.Render(Hi, new RenderOptions { TemplateName = "rag", Tools = [] }).Text);
        Assert.Equal("rag", template.Source("rag"));
    }

    [Theory]
    [InlineData("""[{"name": "default", "template": "plain"}, {"name": "tool_use", "template": "tools"}]""")]
    [InlineData("""{"default": "plain", "tool_use": "tools"}""")]
    public void Several_templates_in_the_config_are_chosen_by_whether_there_are_tools(string templates)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer_config.json"), $$"""{"chat_template": {{templates}}}""");
        ChatTemplate template = ChatTemplate.FromFolder(folder.Path);
        Assert.Equal("plain", template.Render(Hi).Text);
        Assert.Equal("tools", template.Render(Hi, new RenderOptions { Tools = [] }).Text);
    }

    [Fact]
    public void A_processor_s_chat_template_json_is_the_last_resort()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("chat_template.json"), """{"chat_template": "processor"}""");
        Assert.Equal("processor", ChatTemplate.FromFolder(folder.Path).Render(Hi).Text);
    }

    [Fact]
    public void What_is_not_there_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            $"{folder.At("none")}: there is no such folder",
            Assert.Throws<ChatTemplateException>(() => ChatTemplate.FromFolder(folder.At("none"))).Message);
        Assert.Equal(
            $"{folder.At("none.jinja")}: there is no such file",
            Assert.Throws<ChatTemplateException>(() => ChatTemplate.FromFile(folder.At("none.jinja"))).Message);
    }

    [Fact]
    public void A_folder_without_template_names_the_built_in_ones()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer_config.json"), """{"chat_template": null}""");
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.FromFolder(folder.Path));
        Assert.StartsWith($"{folder.Path}: no chat template", fault.Message);
        Assert.Contains("chatml, llama2, llama3", fault.Message);
    }

    [Theory]
    [InlineData("{\n  \"bos_token\": \"<s>\",\n  oops\n}", ":3:3: is not valid JSON")]
    [InlineData("[]", ": has to be a JSON object")]
    [InlineData("{\"bos_token\": \"\\ud800\"}", ": a JSON string holds half of a surrogate pair")]
    [InlineData("{\"chat_template\": 5}", ": \"chat_template\" has to be a string")]
    [InlineData("{\"chat_template\": [5]}", ": each entry of the list \"chat_template\" needs")]
    [InlineData("{\"chat_template\": [{\"name\": \"a\"}]}", ": each entry of the list \"chat_template\" needs")]
    [InlineData("{\"chat_template\": [{\"name\": \"a\", \"template\": 1}]}", ": the chat template \"a\" has to be a string")]
    [InlineData("{\"chat_template\": \"a\\n{% if\"}", "#chat_template:2:6: unexpected")]
    public void A_broken_tokenizer_config_is_an_error_with_its_place(string json, string problem)
    {
        using var folder = new TemporaryFolder();
        string file = folder.At("tokenizer_config.json");
        File.WriteAllText(file, json);
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.FromFolder(folder.Path));
        Assert.StartsWith(file + problem, fault.Message);
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_lists_the_names()
    {
        ChatTemplate template = ChatTemplate.Parse("x", "t");
        Assert.Equal(
            "there is no chat template named 'rag'; there are: default",
            Assert.Throws<ChatTemplateException>(() => template.Render(Hi, new RenderOptions { TemplateName = "rag" })).Message);
        Assert.Throws<ChatTemplateException>(() => template.Source("rag"));
        Assert.Contains("chatml, llama2", Assert.Throws<ChatTemplateException>(() => BuiltInTemplates.Find("gpt5")).Message);
    }

    [Fact]
    public void Several_templates_without_default_need_a_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("tokenizer_config.json"), """{"chat_template": {"a": "x", "b": "y"}}""");
        ChatTemplate template = ChatTemplate.FromFolder(folder.Path);
        Assert.Contains("a, b", Assert.Throws<ChatTemplateException>(() => template.Render(Hi)).Message);
        Assert.Equal("y", template.Render(Hi, new RenderOptions { TemplateName = "b" }).Text);
    }

    [Fact]
    public void Source_is_kept_as_it_was_read()
    {
        const string Source = "a\r\n{{ 1 }}\r\n\r\n";
        Assert.Equal(Source, ChatTemplate.Parse(Source, "t").Source());
    }

    [SkippableTheory]
    [InlineData("gemma3", "<bos><start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\n")]
    [InlineData("llama3", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("phi-3-mini", "<|user|>\nHi<|end|>\n<|assistant|>\n")]
    [InlineData("qwen3", "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")]
    public void Templates_of_real_folders_are_read(string folder, string expected)
    {
        ChatTemplate template = ChatTemplate.FromFolder(Repository.Shared("tokenizers", folder));
        Assert.Equal(expected, template.Render(Hi, new RenderOptions { AddGenerationPrompt = true }).Text);
    }

    [Fact]
    public void The_template_sees_tools_documents_and_variables()
    {
        ChatTemplate template = ChatTemplate.Parse(
            "{{ tools is none }}{{ documents is none }}{{ enable_thinking is defined }}{{ add_generation_prompt }}", "t");
        Assert.Equal("TrueTrueFalseFalse", template.Render(Hi).Text);
        var options = new RenderOptions
        {
            Tools = [Json("""{"name": "f"}""")],
            Documents = [Json("""{"title": "t", "text": "x"}""")],
            Variables = new Dictionary<string, JsonElement> { ["enable_thinking"] = Json("false") },
            AddGenerationPrompt = true,
        };
        Assert.Equal("FalseFalseTrueTrue", template.Render(Hi, options).Text);
    }

    [Fact]
    public void Variables_overrule_special_tokens_but_not_the_messages()
    {
        ChatTemplate template = ChatTemplate.Parse("{{ bos_token }}{{ messages | length }}", "t")
            .WithSpecialTokens(new Dictionary<string, string> { ["bos_token"] = "<s>" });
        var variables = new Dictionary<string, JsonElement> { ["bos_token"] = Json("\"<b>\""), ["messages"] = Json("[]") };
        Assert.Equal("<b>1", template.Render(Hi, new RenderOptions { Variables = variables }).Text);
    }

    [Fact]
    public void A_message_keeps_its_keys_their_order_and_their_absence()
    {
        const string Message = """{"content": "a", "x": [1, 1.0, null, true, {"é": "ü"}], "role": "user", "n": 123456789012345678901}""";
        ChatMessage message = ChatMessage.FromJson(Json(Message));
        Assert.Equal(("user", "a"), (message.Role, message.Content));
        ChatTemplate template = ChatTemplate.Parse("{{ messages[0] | tojson }}", "t");
        Assert.Equal(Message, template.Render([message]).Text);
        Assert.Equal("""{"role": "user"}""", template.Render([new ChatMessage("user")]).Text);
        Assert.Equal(
            """{"role": "user", "content": null}""", template.Render([ChatMessage.FromJson(Json("""{"role": "user", "content": null}"""))]).Text);
        Assert.Equal(
            """{"role": "tool", "content": "4", "name": "add", "tool_call_id": "1"}""",
            template.Render([ChatMessage.Tool("4", "add", "1")]).Text);
        Assert.Equal(
            """{"role": "assistant", "reasoning_content": "hm \"\n", "tool_calls": [1]}""".Replace("\n", "\\n"),
            template.Render([ChatMessage.Assistant(null, "hm \"\n", Json("[1]"))]).Text);
        Assert.Equal(Message.Replace("\"a\"", "\"b\""), template.Render([message with { Content = "b" }]).Text);
    }

    [Fact]
    public void Rendering_from_many_threads_gives_the_same_text()
    {
        ChatTemplate template = BuiltInTemplates.Find("qwen").Load();
        string expected = template.Render(ChatGoldens.Messages("tool_call"), ChatGoldens.Options("tool_call")).Text;
        Parallel.For(0, 200, _ =>
        {
            RenderedChat chat = template.Render(ChatGoldens.Messages("tool_call"), ChatGoldens.Options("tool_call"));
            Assert.Equal(expected, chat.Text);
            Assert.Equal(2, chat.AssistantSpans.Count);
        });
    }

    [Fact]
    public void Every_template_resource_is_registered_once()
    {
        string[] resources = [.. typeof(ChatTemplate).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".jinja", StringComparison.Ordinal))
            .Select(name => name["Chat.Templates.".Length..^".jinja".Length])];
        Assert.Equal(resources.Order(), BuiltInTemplates.All.Select(entry => entry.Name).Order());
    }

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
