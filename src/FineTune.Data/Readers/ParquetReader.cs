using System.Globalization;
using System.Text.Json;
using FineTune.Formats;

namespace FineTune.Data;

/// <summary>Parquet files, nested lists and structs included; the line of a row is its number, from 1.</summary>
internal static class ParquetReader
{
    public static IEnumerable<DataRow> Read(string path, DataProblems problems)
    {
        using var file = Open(path);
        string[] columns = [.. file.Columns.Select(column => column.Name)];
        using var rows = file.Rows().GetEnumerator();
        for (var number = 1; Next(rows); number++)
        {
            yield return new DataRow(new RowOrigin(path, number), columns, Array.ConvertAll(rows.Current, FieldOf));
        }
    }

    private static ParquetFile Open(string path)
    {
        try
        {
            return File.Exists(path) ? ParquetFile.Open(path) : throw DataException.FileMissing(path);
        }
        catch (ParquetException error)
        {
            throw DataException.BadParquet(error);
        }
    }

    private static bool Next(IEnumerator<object?[]> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (ParquetException error)
        {
            throw DataException.BadParquet(error);
        }
    }

    private static Field FieldOf(object? value)
    {
        if (value is string text)
        {
            return Field.OfString(text);
        }

        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            Write(writer, value);
        }

        using var document = JsonDocument.Parse(json.GetBuffer().AsMemory(0, (int)json.Length));
        return Field.OfJson(document.RootElement.Clone());
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case long or ulong or decimal:
                writer.WriteRawValue(((IFormattable)value).ToString(format: null, CultureInfo.InvariantCulture));
                break;
            case float or double:
                WriteNumber(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case IReadOnlyList<object?> items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case IDictionary<string, object?> fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    // JSON has no word for what is no number.
    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
