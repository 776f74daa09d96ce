namespace FineTune.Data.Tests;

public sealed class ClassificationDataTests
{
    [Fact]
    public void Several_files_and_formats_make_one_part()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig
        {
            TrainFile = [folder.Write("a.csv", "text,label\none,good\n"), folder.Write("b.jsonl", "{\"sentence\":\"two\",\"labels\":\"bad\"}")],
            ValidationFile = [folder.Write("v.tsv", "text\tlabel\nthree\tgood\n")],
        };
        var data = ClassificationData.Load(config, type: null, seed: 1);
        Assert.Equal(["one", "two"], data.Train.Examples.Select(example => example.Text));
        Assert.Equal([1, 0], data.Train.Labels.Ids);
        Assert.Equal([1], data.Validation!.Labels.Ids);
        Assert.Null(data.Test);
        Assert.Equal("b.jsonl:1", Path.GetFileName(data.Train.Examples[1].Origin.ToString()));
        Assert.Contains(data.Notices, notice => notice == "2 labels (single_label_classification): 0 = 'bad', 1 = 'good'.");
        Assert.Contains(data.Notices, notice => notice.Contains("b.jsonl: columns inferred: text = 'sentence', label = 'labels'"));
    }

    [Fact]
    public void Label_names_fix_the_ids_and_may_name_numbers()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.csv", "text,label\na,1\nb,0\n")], LabelNames = ["negative", "positive"] };
        var data = ClassificationData.Load(config, type: null, seed: 1);
        Assert.Equal(["negative", "positive"], data.Labels.Names);
        Assert.Equal([1, 0], data.Train.Labels.Ids);
    }

    [Fact]
    public void A_separator_makes_several_labels_of_one_cell()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.csv", "text,label\na,x; y\nb,\nc,y\n")], LabelSeparator = ";" };
        var data = ClassificationData.Load(config, type: null, seed: 1);
        Assert.Equal(ProblemType.MultiLabelClassification, data.Type);
        Assert.Equal([1, 1, 0, 0, 0, 1], data.Train.Labels.Targets);
    }

    [Fact]
    public void Numbers_make_a_regression()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.tsv", "sentence1\tsentence2\tscore\na\tb\t2.50\nc\td\t5\n")] };
        var data = ClassificationData.Load(config, type: null, seed: 1);
        Assert.Equal((ProblemType.Regression, 1), (data.Type, data.Labels.Count));
        Assert.Equal([2.5f, 5f], data.Train.Labels.Targets);
        Assert.Equal("b", data.Train.Examples[0].TextPair);
        Assert.Contains("Labels are numbers: regression.", data.Notices);
    }

    [Fact]
    public void A_given_type_wins_over_what_the_labels_look_like()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.csv", "text,label\na,1\nb,3\n")] };
        Assert.Equal([1f, 3f], ClassificationData.Load(config, ProblemType.Regression, seed: 1).Train.Labels.Targets);
    }

    [Fact]
    public void An_unseen_label_is_named_with_its_row()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig
        {
            TrainFile = [folder.Write("a.csv", "text,label\na,yes\nb,no\n")],
            TestFile = [folder.Write("t.csv", "text,label\na,yes\nb,maybe\nc,perhaps\n")],
        };
        var error = Assert.Throws<DataException>(() => ClassificationData.Load(config, type: null, seed: 1));
        Assert.Equal(2, error.Problems.Count);
        Assert.Contains("t.csv:3: label 'maybe' is not in the training data (or label_names); known are 'no', 'yes'.", error.Message);
    }

    [Fact]
    public void Problems_of_all_files_are_reported_at_once()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig
        {
            TrainFile = [folder.Write("a.csv", "text,label\na\nb,1\n"), folder.File("gone.csv")],
            ValidationFile = [folder.Write("v.csv", "text,lable\na,1\n"), folder.Write("e.csv", "text,label\n")],
            ValidationSplit = 0.1,
            TestFile = [folder.Write("t.jsonl", "{")],
        };
        var problems = Assert.Throws<DataException>(() => ClassificationData.Load(config, type: null, seed: 1)).Problems;
        Assert.Equal(6, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("validation_file and validation_split are both given"));
        Assert.Contains(problems, problem => problem.Contains("a.csv:2: 1 cells"));
        Assert.Contains(problems, problem => problem.Contains("gone.csv: there is no such file"));
        Assert.Contains(problems, problem => problem.Contains("v.csv: no column for label"));
        Assert.Contains(problems, problem => problem.Contains("e.csv: no rows in it"));
        Assert.Contains(problems, problem => problem.Contains("t.jsonl:1:"));
    }

    [Fact]
    public void A_thousand_bad_rows_are_counted_and_the_first_shown()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", "text,label\n" + string.Concat(Enumerable.Repeat("only one cell\n", 1000)));
        var error = Assert.Throws<DataException>(() => ClassificationData.Load(new DatasetConfig { TrainFile = [path] }, type: null, seed: 1));
        Assert.Equal((1000, 20), (error.Total, error.Problems.Count));
        Assert.StartsWith("1000 problems:", error.Message);
        Assert.EndsWith("... and 980 more", error.Message);
    }

    [Fact]
    public void Split_parts_are_disjoint_complete_and_of_the_size_asked_for()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"row {i},{i % 2}\n")));
        var config = new DatasetConfig { TrainFile = [path], ValidationSplit = 0.1, TestSplit = 0.25 };
        var data = ClassificationData.Load(config, type: null, seed: 7);
        var again = ClassificationData.Load(config, type: null, seed: 7);
        var other = ClassificationData.Load(config, type: null, seed: 8);
        ClassificationSplit[] parts = [data.Train, data.Validation!, data.Test!];
        Assert.Equal([130, 20, 50], parts.Select(part => part.Examples.Count));
        Assert.Equal(200, parts.SelectMany(part => part.Examples).Select(example => example.Text).Distinct().Count());
        Assert.All(parts, part => Assert.Equal(part.Examples.OrderBy(example => example.Origin.Line), part.Examples));
        Assert.Equal(data.Test!.Fingerprint(), again.Test!.Fingerprint());
        Assert.NotEqual(data.Test.Fingerprint(), other.Test!.Fingerprint());
    }

    [Theory]
    [InlineData(0.01, null, "none for validation")]
    [InlineData(null, 0.01, "none for test")]
    [InlineData(0.5, 0.5, "none for train")]
    [InlineData(0.7, 0.7, "none for train")]
    public void A_split_that_leaves_a_part_empty_is_refused(double? validation, double? test, string expected)
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig
        {
            TrainFile = [folder.Write("a.csv", "text,label\na,1\nb,0\nc,1\nd,0\n")],
            ValidationSplit = validation,
            TestSplit = test,
        };
        Assert.Contains(expected, Assert.Throws<DataException>(() => ClassificationData.Load(config, type: null, seed: 1)).Message);
    }

    [Fact]
    public void Max_samples_takes_the_first_rows_of_each_part_and_keeps_all_labels()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", "text,label\na,x\nb,y\nc,z\n");
        var data = ClassificationData.Load(new DatasetConfig { TrainFile = [path], TestFile = [path], MaxSamples = 2 }, type: null, seed: 1);
        Assert.Equal(["a", "b"], data.Train.Examples.Select(example => example.Text));
        Assert.Equal(2, data.Test!.Examples.Count);
        Assert.Equal(3, data.Labels.Count);
    }

    [Fact]
    public void Names_for_a_regression_are_refused()
    {
        using var folder = new TempFolder();
        var config = new DatasetConfig { TrainFile = [folder.Write("a.csv", "text,label\na,1.5\n")], LabelNames = ["low", "high"] };
        Assert.Contains("label_names: the labels are numbers", Assert.Throws<DataException>(() => ClassificationData.Load(config, type: null, seed: 1)).Message);
    }

    [Fact]
    public void A_known_model_reads_labelled_rows_and_bare_texts()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", "text,label\na,good\n,bad\n");
        var config = new DatasetConfig { TrainFile = [] };
        var notices = new List<string>();
        var part = ClassificationData.LoadPart("test", [path], config, LabelMap.FromNames(["bad", "good"]), ProblemType.SingleLabelClassification, notices);
        Assert.Equal([1, 0], part.Labels.Ids);
        Assert.Contains("1 rows have an empty text", string.Join('\n', notices));
        var texts = ClassificationData.LoadTexts([folder.Write("b.csv", "review\nfine\n")], config, notices);
        Assert.Equal("fine", Assert.Single(texts).Text);
        Assert.Throws<DataException>(() => ClassificationData.LoadTexts([folder.File("gone.csv")], config, notices));
        Assert.Throws<DataException>(() => ClassificationData.LoadPart("test", [path], config, LabelMap.FromNames(["x", "y"]), ProblemType.SingleLabelClassification, notices));
    }

    [Fact]
    public void A_fingerprint_tells_texts_labels_and_their_order_apart()
    {
        var prints = new[] { ("ab", "c"), ("a", "bc"), ("c", "ab") }
            .Select(row => new ClassificationSplit("train", [Rows.Example(row.Item1, RawLabel.OfCell("x"), row.Item2)], null!).Fingerprint());
        Assert.Equal(3, prints.Distinct().Count());
    }
}
