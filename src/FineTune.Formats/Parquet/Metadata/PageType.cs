namespace FineTune.Formats;

/// <summary>The kinds of page, numbered as in <c>parquet.thrift</c>.</summary>
internal enum PageType
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}
