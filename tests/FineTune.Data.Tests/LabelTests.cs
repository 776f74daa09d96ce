namespace FineTune.Data.Tests;

public sealed class LabelTests
{
    [Theory]
    [InlineData("pos,neg,neg,Neutral", ProblemType.SingleLabelClassification, "Neutral,neg,pos")]
    [InlineData("1,0,1", ProblemType.SingleLabelClassification, "0,1")]
    [InlineData("10,2,0,1,3,4,5,6,7,8,9", ProblemType.SingleLabelClassification, "0,1,2,3,4,5,6,7,8,9,10")]
    [InlineData("5,1,3", ProblemType.SingleLabelClassification, "1,3,5")]
    [InlineData("1,-1", ProblemType.SingleLabelClassification, "-1,1")]
    [InlineData("1,2,x", ProblemType.SingleLabelClassification, "1,2,x")]
    [InlineData("01,1", ProblemType.Regression, "LABEL_0")]
    [InlineData("3.5,2", ProblemType.Regression, "LABEL_0")]
    [InlineData("5.000,1e-3", ProblemType.Regression, "LABEL_0")]
    public void Problem_type_and_labels_are_derived(string labels, ProblemType type, string names)
    {
        var examples = Rows.Labelled(labels.Split(','));
        Assert.Equal(type, ProblemTypes.Infer(examples));
        Assert.Equal(names, string.Join(',', LabelMap.Derive(examples, type).Names));
    }

    [Fact]
    public void Whole_numbers_from_zero_are_their_own_ids()
    {
        var examples = Rows.Labelled("2", "0", "1", "2");
        var map = LabelMap.Derive(examples, ProblemType.SingleLabelClassification);
        Assert.Equal([2, 0, 1, 2], Encode(examples, map, ProblemType.SingleLabelClassification).Ids);
    }

    [Fact]
    public void Json_strings_that_look_like_numbers_stay_names()
    {
        Assert.Equal(LabelKind.Text, RawLabel.TryRead(Field.OfString("1.5"))!.Kind);
        Assert.Equal(LabelKind.Fraction, RawLabel.TryRead(Field.OfCell("1.5"))!.Kind);
        Assert.Equal(LabelKind.Text, RawLabel.TryRead(Field.OfCell("nan"))!.Kind);
    }

    [Fact]
    public void Lists_mean_several_labels_and_become_rows_of_zeros_and_ones()
    {
        TextExample[] examples = [Several("b", "a"), Several(), Several("c"), Rows.Example("x", RawLabel.OfCell("a"))];
        Assert.Equal(ProblemType.MultiLabelClassification, ProblemTypes.Infer(examples));
        var map = LabelMap.Derive(examples, ProblemType.MultiLabelClassification);
        var column = Encode(examples, map, ProblemType.MultiLabelClassification);
        Assert.Equal(["a", "b", "c"], map.Names);
        Assert.Equal(3, column.Width);
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0], column.Targets);
        Assert.Empty(column.Ids);
    }

    [Fact]
    public void Regression_takes_whole_numbers_too() =>
        Assert.Equal([3.5f, -2f], Encode(Rows.Labelled("3.5", "-2"), LabelMap.Regression, ProblemType.Regression).Targets);

    [Theory]
    [InlineData(ProblemType.Regression, "good", "made.csv:2: the label must be a finite number, found \"good\".")]
    [InlineData(ProblemType.SingleLabelClassification, "vry", "made.csv:2: label 'vry' is not in the training data (or label_names); known are 'very', 'not'. Did you mean 'very'?")]
    [InlineData(ProblemType.SingleLabelClassification, "2", "label '2' is not in the training data")]
    [InlineData(ProblemType.SingleLabelClassification, "-1", "label '-1' is not in the training data")]
    public void A_label_that_does_not_fit_names_its_row(ProblemType type, string label, string expected)
    {
        var error = Assert.Throws<DataException>(() => Encode(Rows.Labelled(label), LabelMap.FromNames(["very", "not"]), type));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_list_where_one_label_is_wanted_and_a_label_twice_are_refused()
    {
        var map = LabelMap.FromNames(["0", "1"]);
        Assert.Contains("must be one label, found [0, 1]", Assert.Throws<DataException>(
            () => Encode([Several("0", "1")], map, ProblemType.SingleLabelClassification)).Message);
        Assert.Contains("label '1' is there twice", Assert.Throws<DataException>(
            () => Encode([Several("1", "1")], map, ProblemType.MultiLabelClassification)).Message);
        Assert.Contains("finite number", Assert.Throws<DataException>(
            () => Encode([Several("1")], LabelMap.Regression, ProblemType.Regression)).Message);
    }

    [Fact]
    public void Ids_stand_for_names_unless_names_are_numbers()
    {
        var named = LabelMap.FromNames(["bad", "good"]);
        Assert.True(named.TryGetId("1", out var id) && id == 1);
        Assert.True(named.TryGetId("good", out id) && id == 1);
        Assert.False(named.TryGetId("2", out _));
        var stars = LabelMap.FromNames(["1", "2", "3"]);
        Assert.True(stars.TryGetId("1", out id) && id == 0);
        Assert.False(stars.TryGetId("0", out _));
    }

    [Fact]
    public void Label_sets_that_teach_nothing_or_contradict_themselves_are_refused()
    {
        Assert.Contains("only the label 'a' (2 rows)", Assert.Throws<DataException>(
            () => LabelMap.Derive(Rows.Labelled("a", "a"), ProblemType.SingleLabelClassification)).Message);
        Assert.Contains("'a' is there twice", Assert.Throws<DataException>(() => LabelMap.FromNames(["a", "b", "a"])).Message);
        var mixed = Assert.Throws<DataException>(() => ProblemTypes.Infer(Rows.Labelled("1.5", "n/a")));
        Assert.Contains("made.csv:3: label 'n/a' is text, but made.csv:2 has a fraction", mixed.Message);
    }

    [Fact]
    public void A_long_list_of_known_labels_is_cut()
    {
        var map = LabelMap.FromNames([.. Enumerable.Range(0, 50).Select(i => $"label-{i}")]);
        var error = Assert.Throws<DataException>(() => Encode(Rows.Labelled("zzz"), map, ProblemType.SingleLabelClassification));
        Assert.Contains("'label-19' and 30 more", error.Message);
    }

    [Fact]
    public void Problem_types_have_transformers_names()
    {
        foreach (var type in Enum.GetValues<ProblemType>())
        {
            Assert.Equal(type, ProblemTypes.Parse(type.ConfigName()));
        }

        Assert.Null(ProblemTypes.Parse(null));
        Assert.Null(ProblemTypes.Parse("token_classification"));
    }

    private static TextExample Several(params string[] labels) => Rows.Example("x", RawLabel.OfList(labels.Select(RawLabel.OfCell)));

    private static LabelColumn Encode(TextExample[] examples, LabelMap map, ProblemType type)
    {
        var problems = new DataProblems();
        var column = LabelColumn.Encode(examples, map, type, problems);
        problems.ThrowIfAny();
        return column;
    }
}
