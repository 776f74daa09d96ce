using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("a:\n  b: 1\n\tc: 2\n", "3:1", "a tab in the indentation; indent with spaces")]
    [InlineData("a: [1, 2\nb: 3\n", "1:4", "this bracket is never closed; add ']'")]
    [InlineData("a: {x: 1\n", "1:4", "this bracket is never closed; add '}'")]
    [InlineData("a: 1\nlr:3\nb: 2\n", "2:1", "put a space after the colon: 'lr: 3'")]
    [InlineData("a: b: c\n", "1:5", "put the whole value in one pair of quotes")]
    [InlineData("a: 'it's'\n", "1:8", "put the whole value in one pair of quotes")]
    [InlineData("a: @x\n", "1:4", "put the value in quotes")]
    [InlineData("a: 'x\nb: 2\n", "1:4", "close the quote that opens here")]
    [InlineData("a: \"C:\\dir\"\n", "1:4", "use single quotes")]
    [InlineData("a: 1\nlearning_rate 5\nb: 2\n", "2:1", "write 'key: value'")]
    [InlineData("a:\n  b: 1\n c: 2\n", "3:2", "check the indentation")]
    [InlineData("a: 1\n  b: 2\n", "2:4", "check the indentation")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1", "a second document begins here")]
    [InlineData("a: *nope\n", "1:4", "no anchor '&nope' before this line")]
    [InlineData("a: &lora {r: 1}\nb: *lroa\n", "2:4", "did you mean '*lora'?")]
    [InlineData("a: &x {b: *x}\n", "1:11", "no anchor '&x' before this line")]
    [InlineData("- a\n- b\n", "1:1", "a config is made of sections (keys with values), found a list")]
    [InlineData("just words\n", "1:1", "found 'just words'")]
    public void Bad_syntax_is_placed_and_cured(string yaml, string place, string cure)
    {
        var error = Assert.Throws<ConfigException>(() => ConfigDocument.Parse(yaml, Configs.Name));
        var text = Assert.Single(error.Issues).ToString();
        Assert.StartsWith($"{Configs.Name}:{place}: error: ", text, StringComparison.Ordinal);
        Assert.Contains(cure, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_without_exhausting_the_stack()
    {
        var deep = "a: " + new string('[', 100_000);
        var error = Assert.Throws<ConfigException>(() => ConfigDocument.Parse(deep, Configs.Name));
        Assert.Contains("nested more than", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n...\n")]
    public void An_empty_document_has_an_empty_root(string yaml)
        => Assert.Empty(ConfigDocument.Parse(yaml, Configs.Name).Root.Entries);

    [Fact]
    public void Duplicate_keys_keys_that_are_lists_and_tags_are_collected()
    {
        const string Yaml = "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n? [x]\n: 1\nd: !env HOME\n";
        var issues = ConfigDocument.Parse(Yaml, Configs.Name).Issues;
        Assert.Equal(
            [
                "'b.c' is given twice, first in line 3", "'a' is given twice, first in line 1",
                "a key must be plain text, not a list or a section", "the tag '!env' means nothing here",
            ],
            issues.Select(issue => issue.Message));
        Assert.Equal([(4, 3), (5, 1), (6, 3), (8, 4)], issues.Select(issue => (issue.Line, issue.Column)));
    }

    [Fact]
    public void Anchors_and_merge_keys_are_resolved_with_own_keys_winning()
    {
        const string Yaml = """
            base: &base { r: 8, bias: none }
            more: &more { r: 4, alpha: 2 }
            peft:
              bias: all
              <<: [*base, *more]
            copy: *base
            """;
        var document = ConfigDocument.Parse(Yaml, Configs.Name);
        Assert.Equal("all", Text(document, "peft.bias"));
        Assert.Equal("8", Text(document, "peft.r"));
        Assert.Equal("2", Text(document, "peft.alpha"));
        Assert.Equal("none", Text(document, "copy.bias"));
        Assert.Empty(document.Issues);
    }

    [Fact]
    public void Merging_something_other_than_a_section_is_an_issue()
        => Assert.Contains(
            "'<<' merges sections, found '3'",
            ConfigDocument.Parse("a:\n  <<: 3\n", Configs.Name).Issues[0].Message, StringComparison.Ordinal);

    [Fact]
    public void Json_is_read_as_it_is()
    {
        const string Json = """{"peft_type": "LORA", "r": 8, "target_modules": ["q", "v"]}""";
        Assert.Equal("8", Text(ConfigDocument.Parse(Json, "adapter_config.json"), "r"));
    }

    [Fact]
    public void A_missing_file_names_the_nearest_one()
    {
        var folder = Directory.CreateTempSubdirectory("finetune-config");
        File.WriteAllText(Path.Combine(folder.FullName, "sentiment.yaml"), "a: 1");
        var typed = Path.Combine(folder.FullName, "sentimnet.yaml");
        var meant = Path.Combine(folder.FullName, "sentiment.yaml").Replace('\\', '/');
        var error = Assert.Throws<ConfigException>(() => ConfigDocument.Load(typed));
        Assert.Equal(
            $"{typed}:1:1: error: no such config file; did you mean '{meant}'?",
            error.Message);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_folder_and_a_binary_file_are_refused()
    {
        var folder = Directory.CreateTempSubdirectory("finetune-config");
        var binary = Path.Combine(folder.FullName, "model.bin");
        File.WriteAllBytes(binary, [0x61, 0xff, 0xfe]);
        Assert.Contains(
            "a folder, not a config file",
            Assert.Throws<ConfigException>(() => ConfigDocument.Load(folder.FullName)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "not UTF-8 text: byte 1",
            Assert.Throws<ConfigException>(() => ConfigDocument.Load(binary)).Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_change_nothing()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, [0xef, 0xbb, 0xbf, .. "a:\r\n  b: 1\r\n  b: 2\r\n"u8]);
        var document = ConfigDocument.Load(file);
        Assert.Equal("1", Text(document, "a.b"));
        Assert.Equal(
            (3, 3, "  b: 2"), (document.Issues[0].Line, document.Issues[0].Column, document.Issues[0].SourceLine));
        File.Delete(file);
    }

    private static string? Text(ConfigDocument document, string path) => (document.Find(path) as ConfigScalar)?.Text;
}
