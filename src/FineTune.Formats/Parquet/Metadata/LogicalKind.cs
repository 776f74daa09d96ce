namespace FineTune.Formats;

/// <summary>What a stored value stands for.</summary>
internal enum LogicalKind
{
    None,
    String,
    Integer,
    Decimal,
    Date,
    Time,
    Timestamp,
    Float16,
    Uuid,
    Null,
    List,
    Map,
}
