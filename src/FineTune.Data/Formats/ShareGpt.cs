namespace FineTune.Data;

/// <summary>A list of messages as ShareGPT has them, with function calls as LLaMA-Factory has them.</summary>
internal sealed class ShareGpt : IDataFormat
{
    public string Name => "sharegpt";

    public string Description =>
        "A list of messages {\"from\": \"human\", \"value\": ...} under 'conversations', with 'system' and 'tools'.";

    public DataPurpose Purpose => DataPurpose.Instruction;

    public bool Recognises(FileColumns columns, DatasetConfig config, bool labelled) =>
        MessageReader.IsListWith(config.Columns.Role ?? "from", ConversationRows.Sample(columns, config.Columns));

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var wanted = config.Columns;
        return ConversationRows.Bind(
            this, (wanted.Role ?? "from", wanted.Content ?? "value"), columns, config, labelled, log);
    }
}
