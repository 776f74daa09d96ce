namespace FineTune.Data.Tests;

public sealed class InstructionFormatTests
{
    [Fact]
    public void Alpaca_is_a_question_with_its_input_and_an_answer()
    {
        var (example, notices) = One("""{"instruction": "Add.", "input": "1, 2", "output": "3", "system": "Be brief."}""");
        Assert.Equal("system: Be brief. | user: Add.\n1, 2 | assistant: 3", Show(example));
        Assert.Equal(2, ((ChatExample)example).PromptMessages);
        Assert.Contains("format alpaca, columns inferred: instruction = 'instruction', output = 'output'", notices[0]);
    }

    [Fact]
    public void Alpacas_history_comes_first_and_is_prompt()
    {
        var (example, _) = One("""{"instruction": "c", "output": "d", "history": [["a", "b"]]}""");
        Assert.Equal("user: a | assistant: b | user: c | assistant: d", Show(example));
        Assert.Equal(3, ((ChatExample)example).PromptMessages);
    }

    [Fact]
    public void ShareGpt_has_names_of_its_own_for_everything()
    {
        var (example, notices) = One("""
            {"conversations": [{"from": "human", "value": "1+1?"},
            {"from": "function_call", "value": "{\"name\": \"add\", \"arguments\": {\"a\": 1}}"},
            {"from": "observation", "value": "2"}, {"from": "gpt", "value": "Two."}],
            "system": "Count.", "tools": "[{\"name\": \"add\", \"parameters\": {}}]"}
            """.ReplaceLineEndings(""));
        Assert.Equal("system: Count. | user: 1+1? | assistant:  | tool: 2 | assistant: Two.", Show(example));
        var chat = (ChatExample)example;
        Assert.Equal("add", chat.Messages[2].Find("tool_calls")!.Value[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal("add", Assert.Single(chat.Tools!).GetProperty("function").GetProperty("name").GetString());
        Assert.Contains("format sharegpt", notices[0]);
    }

    [Fact]
    public void Messages_keep_whatever_else_they_say()
    {
        var (example, notices) = One("""{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "weight": 0}], "tools": null}""");
        Assert.Equal("user: a | assistant: b", Show(example));
        Assert.Equal(0, ((ChatExample)example).Messages[1].Find("weight")!.Value.GetInt32());
        Assert.Null(((ChatExample)example).Tools);
        Assert.Contains("format messages", notices[0]);
    }

    [Fact]
    public void Keys_and_roles_can_be_mapped()
    {
        var config = new DatasetConfig
        {
            Columns = new ColumnsConfig { Messages = "talk", Role = "who", Content = "said" },
            Roles = new Dictionary<string, string> { ["customer"] = "user", ["clerk"] = "assistant" },
            SystemPrompt = "Serve.",
        };
        var (example, _) = One("""{"talk": [{"who": "customer", "said": "a"}, {"who": "clerk", "said": "b"}]}""", config);
        Assert.Equal("system: Serve. | user: a | assistant: b", Show(example));
    }

    [Theory]
    [InlineData("""{"prompt": "Q", "completion": " A"}""")]
    [InlineData("""{"question": "Q", "answer": " A"}""")]
    public void Prompts_and_completions_stay_texts(string row) =>
        Assert.Equal(("Q", " A"), One(row).Example is PromptExample text ? (text.Prompt, text.Completion!) : default);

    [Fact]
    public void Prompts_and_completions_may_be_messages()
    {
        var (example, _) = One("""{"prompt": [{"role": "user", "content": "Q"}], "completion": [{"role": "assistant", "content": "A"}]}""");
        Assert.Equal("user: Q | assistant: A", Show(example));
        Assert.Equal(1, ((ChatExample)example).PromptMessages);
    }

    [Fact]
    public void A_prompt_template_takes_any_columns()
    {
        var config = new DatasetConfig { PromptTemplate = "{{{title}}} {body}\nTL;DR:", Columns = new ColumnsConfig { Completion = "short" } };
        var (example, _) = One("""{"title": "T", "body": null, "short": " S"}""", config);
        Assert.Equal("{T} \nTL;DR:", ((PromptExample)example).Prompt);
    }

    [Theory]
    [InlineData("{title", "'{' at position 1 has no partner")]
    [InlineData("a } b", "'}' at position 3 has no partner")]
    [InlineData("{}", "'{' at position 1 has no partner, or no column between")]
    [InlineData("{titel}", "no column 'titel' for prompt_template; found 'title', 'completion'. Did you mean 'title'?")]
    public void A_prompt_template_with_a_mistake_is_refused(string template, string expected) => Refuse(
        """{"title": "T", "completion": "S"}""", new DatasetConfig { PromptTemplate = template }, expected);

    [Theory]
    [InlineData("""{"text": "Once."}""")]
    [InlineData("""{"whatever": "Once."}""")]
    public void Plain_text_is_a_document(string row) => Assert.Equal("Once.", ((DocumentExample)One(row).Example).Text);

    [Fact]
    public void Csv_cells_hold_conversations_as_json()
    {
        var rows = Load("messages\n\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"a\"\"},{\"\"role\"\":\"\"assistant\"\",\"\"content\"\":\"\"b\"\"}]\"\n", new DatasetConfig(), "a.csv").Rows;
        Assert.Equal("user: a | assistant: b", Show(Assert.Single(rows)));
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}""", "messages[1] is of 'user' and follows 'user'; user and assistant must take turns")]
    [InlineData("""{"messages": [{"role": "assistant", "content": "a"}]}""", "messages[0] is of 'assistant', but a conversation starts with the user")]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}]}""", "messages has no message of the assistant")]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": " "}]}""", "messages[1], the answer, is empty")]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}, {"role": "asistant", "content": "b"}]}""", "messages[1] is of 'asistant', which is no role that is known. Did you mean 'assistant'? Say what it stands for: dataset.roles: {asistant: user}.")]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}, {"who": "me"}]}""", "messages[1] must be an object that says under 'role' who speaks")]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}, 5]}""", "messages[1] must be an object")]
    [InlineData("""{"conversations": [{"from": "human", "value": "a"}, {"from": "function_call", "value": "add"}]}""", "conversations[1] must be a call as JSON")]
    [InlineData("""{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "tools": "none"}""", "'tools' must be a list of JSON schemas, found \"none\"")]
    [InlineData("""{"instruction": "a", "output": ""}""", "output, the answer, is empty")]
    [InlineData("""{"instruction": "a", "output": 5}""", "'output' must be a string, found 5")]
    [InlineData("""{"instruction": "a", "output": "b", "history": ["a"]}""", "'history' must be a list of [instruction, answer] pairs, found \"a\"")]
    [InlineData("""{"prompt": "a", "completion": null}""", "completion, the answer, is empty")]
    [InlineData("""{"text": 5}""", "'text' must be a string, found 5")]
    public void A_bad_row_is_named_with_the_fix(string row, string expected) => Refuse(row, new DatasetConfig(), $"a.jsonl:1: {expected}");

    [Theory]
    [InlineData("""{"foo": "a", "bar": "b"}""", "a.jsonl: the columns 'foo', 'bar' are those of no format. Set dataset.format")]
    [InlineData("""{"messages": "hello", "x": 1}""", "are those of no format")]
    public void Columns_of_no_format_are_listed_with_what_there_is(string row, string expected) =>
        Refuse(row, new DatasetConfig(), expected);

    [Fact]
    public void Mistakes_in_the_config_are_named()
    {
        const string Row = """{"instruction": "a", "output": "b"}""";
        Refuse(Row, new DatasetConfig { Format = "alpacca" }, "format 'alpacca' does not exist");
        Refuse(Row, new DatasetConfig { Format = "text-classification" }, "format 'text-classification' does not serve instruction");
        Refuse(Row, new DatasetConfig { Format = "sharegpt" }, "no column for messages; found 'instruction', 'output'");
        Refuse(Row, new DatasetConfig { Columns = new ColumnsConfig { Output = "outptu" } }, "no column 'outptu' for output; found 'instruction', 'output'. Did you mean 'output'?");
        Refuse("""{"messages": [{"role": "x", "content": "a"}]}""",
            new DatasetConfig { Roles = new Dictionary<string, string> { ["x"] = "usr" } }, "roles: 'x' stands for 'usr', which is none of");
    }

    [Fact]
    public void All_bad_rows_are_told_at_once()
    {
        var problems = Load("{\"instruction\": \"a\", \"output\": \"\"}\n{\"instruction\": \"a\", \"output\": \"b\"}\n{\"instruction\": 5, \"output\": \"b\"}\n", new DatasetConfig(), "a.jsonl").Problems;
        Assert.Equal(2, problems.Count);
        Assert.Contains("a.jsonl:3:", problems[1]);
    }

    [Fact]
    public void Pretraining_takes_text_only() => Assert.Contains(
        "does not serve pretraining",
        Assert.Single(Load("{\"prompt\": \"a\", \"completion\": \"b\"}", new DatasetConfig { Format = "prompt-completion" }, "a.jsonl", DataPurpose.Pretraining).Problems));

    [Fact]
    public void The_config_allows_exactly_the_formats_there_are()
    {
        var allowed = typeof(DatasetConfig).GetProperty(nameof(DatasetConfig.Format))!
            .GetCustomAttributes(typeof(System.ComponentModel.DataAnnotations.AllowedValuesAttribute), false)
            .Cast<System.ComponentModel.DataAnnotations.AllowedValuesAttribute>().Single().Values;
        Assert.Equal([FormatRegistry.Auto, .. FormatRegistry.All.Select(format => format.Name)], allowed);
    }

    private static void Refuse(string row, DatasetConfig config, string expected) =>
        Assert.Contains(Load(row, config, "a.jsonl").Problems, problem => problem.Contains(expected, StringComparison.Ordinal));

    private static (Example Example, List<string> Notices) One(string row, DatasetConfig? config = null)
    {
        var (rows, problems, notices) = Load(row, config ?? new DatasetConfig(), "a.jsonl");
        Assert.Empty(problems);
        return (Assert.Single(rows), notices);
    }

    private static (List<Example> Rows, IReadOnlyList<string> Problems, List<string> Notices) Load(
        string text, DatasetConfig config, string name, DataPurpose purpose = DataPurpose.Instruction)
    {
        using var folder = new TempFolder();
        var path = folder.Write(name, text);
        var log = new ReadingLog();
        var rows = RowReading.Read<Example>([path], purpose, config, labelled: true, log);
        try
        {
            log.Problems.ThrowIfAny();
            return (rows, [], log.Notices);
        }
        catch (DataException error)
        {
            return (rows, [.. error.Problems.Select(problem => problem.Replace(path, name, StringComparison.Ordinal))], log.Notices);
        }
    }

    private static string Show(Example example) =>
        string.Join(" | ", ((ChatExample)example).Messages.Select(message => $"{message.Role}: {message.Content}"));
}
