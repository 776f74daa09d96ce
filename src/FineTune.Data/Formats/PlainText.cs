namespace FineTune.Data;

/// <summary>Running text, all of which is learned.</summary>
internal sealed class PlainText : IDataFormat
{
    private static readonly string[] CommonTexts = ["text", "content", "document", "body"];

    public string Name => "text";

    public string Description => "One text a row, all of it learned.";

    public DataPurpose Purpose => DataPurpose.Instruction | DataPurpose.Pretraining;

    public bool Recognises(FileColumns columns, DatasetConfig config) =>
        (config.Columns.Text ?? columns.FirstOf(CommonTexts)) is not null || columns.Names.Count == 1;

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var choice = new ColumnChoice(this, columns, config, log);
        var text = choice.Required(
            "text", config.Columns.Text, columns.Names is [var only] ? [.. CommonTexts, only] : CommonTexts);
        return choice.Complete() ? Convert : null;

        Example? Convert(DataRow row, DataProblems problems)
        {
            var before = problems.Count;
            var document = RowText.Required(row, text!, problems);
            return problems.Count == before ? new DocumentExample(row.Origin, document) : null;
        }
    }
}
