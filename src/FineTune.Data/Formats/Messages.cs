namespace FineTune.Data;

/// <summary>A list of messages with roles, as OpenAI's API and chat templates have them, with tools.</summary>
internal sealed class Messages : IDataFormat
{
    public string Name => "messages";

    public string Description =>
        "A list of messages {\"role\": ..., \"content\": ...} under 'messages' or 'conversations', with 'tools'.";

    public DataPurpose Purpose => DataPurpose.Instruction;

    public bool Recognises(FileColumns columns, DatasetConfig config) =>
        MessageReader.IsListWith(config.Columns.Role ?? "role", ConversationRows.Sample(columns, config.Columns));

    public RowConverter? Bind(FileColumns columns, DatasetConfig config, bool labelled, ReadingLog log)
    {
        var wanted = config.Columns;
        return ConversationRows.Bind(
            this, (wanted.Role ?? "role", wanted.Content ?? "content"), columns, config, labelled, log);
    }
}
