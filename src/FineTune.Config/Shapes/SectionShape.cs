namespace FineTune.Config;

/// <summary>A section bound to one record type.</summary>
/// <param name="Record">The record's keys.</param>
internal sealed record SectionShape(RecordShape Record) : ValueShape
{
    public override string Allowed => "a section (keys with values)";
}
