namespace FineTune.Data;

/// <summary>Who speaks in a conversation: the names that files use, and those that templates know.</summary>
internal sealed class ChatRoles
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";

    /// <summary>The assistant, whose text is a call in JSON.</summary>
    public const string FunctionCall = "function_call";

    private static readonly string[] Known = [System, User, Assistant, Tool, FunctionCall];

    private static readonly Dictionary<string, string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        [System] = System,
        ["developer"] = "developer",
        [User] = User,
        ["human"] = User,
        [Assistant] = Assistant,
        ["gpt"] = Assistant,
        ["chatgpt"] = Assistant,
        ["bot"] = Assistant,
        ["model"] = Assistant,
        ["ai"] = Assistant,
        [Tool] = Tool,
        ["function"] = Tool,
        ["observation"] = Tool,
        ["function_response"] = Tool,
        ["tool_response"] = Tool,
        [FunctionCall] = FunctionCall,
        ["tool_call"] = FunctionCall,
    };

    private readonly IReadOnlyDictionary<string, string> _own;

    /// <param name="own">Further names, with what they stand for.</param>
    /// <exception cref="DataException">A name stands for a role that there is not.</exception>
    public ChatRoles(IReadOnlyDictionary<string, string> own)
    {
        _own = own;
        foreach (var (name, role) in own)
        {
            if (!Known.Contains(role))
            {
                throw DataException.UnknownRoleTarget(name, role, Known);
            }
        }
    }

    /// <summary>All names that are understood.</summary>
    public IEnumerable<string> Names => _own.Keys.Concat(Common.Keys);

    /// <summary>The role a name stands for; null for a name that is not known.</summary>
    public string? Find(string name) => _own.GetValueOrDefault(name) ?? Common.GetValueOrDefault(name);
}
