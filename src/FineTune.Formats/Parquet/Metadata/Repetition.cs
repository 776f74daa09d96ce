namespace FineTune.Formats;

/// <summary>How often a field is there, numbered as in <c>parquet.thrift</c>.</summary>
internal enum Repetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}
