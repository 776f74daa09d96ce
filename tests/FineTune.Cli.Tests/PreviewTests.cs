namespace FineTune.Cli.Tests;

/// <summary>Rows as a language model will see them.</summary>
public sealed class PreviewTests : IDisposable
{
    private readonly ChatPlace _place = new();

    [Fact]
    public void What_is_learned_is_marked_and_counted()
    {
        var text = _place.Inside("preview", "config.yaml", "--rows", "2").Done().Out;
        Assert.Contains("<|im_start|>user\n", text, StringComparison.Ordinal);
        Assert.Contains("«The cow is on the hill.<|im_end|>", text, StringComparison.Ordinal);
        Assert.Contains("train: 14 rows", text, StringComparison.Ordinal);
        Assert.Contains("learned tokens of a row", text, StringComparison.Ordinal);
        Assert.Contains("█", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("\nids ").Length - 1);
        Assert.DoesNotContain("\e[", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_ids_labels_and_figures()
    {
        var preview = _place.Inside("preview", "config.yaml", "--rows", "3", "--part", "validation", "--json").Done().Json;
        var rows = preview["rows"]!.AsArray();
        Assert.Equal(("validation", 3, 4), ((string)preview["part"]!, rows.Count, (int)preview["report"]!["rows"]!));
        foreach (var row in rows)
        {
            var ids = row!["input_ids"]!.AsArray().Select(id => (int)id!).ToList();
            var labels = row["labels"]!.AsArray().Select(id => (int)id!).ToList();
            Assert.Equal(ids.Count, labels.Count);
            Assert.Equal((int)row["learned"]!, labels.Count(l => l != -100));
            Assert.All(ids.Zip(labels), pair => Assert.True(pair.Second == -100 || pair.Second == pair.First));
            Assert.Equal((string)row["text"]!, string.Concat(row["tokens"]!.AsArray().Select(t => (string)t!)));
        }
    }

    [Fact]
    public void No_weights_are_read()
    {
        Directory.CreateDirectory(_place.At("bare"));
        foreach (var file in Directory.GetFiles(ChatPlace.TinyLlama, "*.json"))
        {
            File.Copy(file, _place.At("bare", Path.GetFileName(file)));
        }
        _place.Inside("preview", "config.yaml", "--set", "model.model_name_or_path=bare").Done();
    }

    [Fact]
    public void Rows_that_teach_the_wrong_thing_end_with_a_failure_and_say_so()
    {
        _place.Write("train.jsonl", "{\"instruction\": \"Be silent.\", \"input\": \"\", \"output\": \" \"}\n");
        var result = _place.Inside("preview", "config.yaml");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("empty", result.Out + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--part test", "names no test data")]
    [InlineData("--rows -1", "--rows counts rows")]
    [InlineData("--set task.type=sequence_classification", "set task.type to sft or pretrain")]
    public void What_cannot_be_shown_is_refused(string arguments, string saying) =>
        _place.Inside(["preview", "config.yaml", .. arguments.Split(' ')]).Refused(saying);

    public void Dispose() => _place.Dispose();
}
