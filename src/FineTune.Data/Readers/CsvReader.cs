using System.Text;

namespace FineTune.Data;

/// <summary>
/// Comma-separated values as RFC 4180 has them: quotes, doubled quotes, line feeds inside quotes; the first record is a
/// header.
/// </summary>
/// <remarks>
/// A quote that does not open a cell is a character like any other, as in the readers people use beside this one.
/// </remarks>
internal static class CsvReader
{
    private const byte Quote = (byte)'"';

    public static IEnumerable<DataRow> Read(string path, DataProblems problems)
    {
        var cursor = new Cursor(path, FileText.Read(path));
        TableHeader? header = null;
        while (cursor.NextRecord() is { } cells)
        {
            if (header is null)
            {
                header = new TableHeader(cursor.RecordOrigin, cells);
            }
            else if (header.Row(cursor.RecordOrigin, cells, problems) is { } row)
            {
                yield return row;
            }
        }
    }

    private sealed class Cursor(string path, ReadOnlyMemory<byte> text)
    {
        private int _position;
        private int _line = 1;

        /// <summary>Where the record that was read last starts.</summary>
        public RowOrigin RecordOrigin { get; private set; }

        /// <summary>The cells of the next record that is not blank; null at the end.</summary>
        /// <exception cref="DataException">
        /// A quote is never closed, or something follows a closed one. What comes after would be guesses.
        /// </exception>
        public List<string>? NextRecord()
        {
            while (AtLineEnd(out var ending) && ending > 0)
            {
                EndLine(ending);
            }

            if (_position == text.Length)
            {
                return null;
            }

            RecordOrigin = new RowOrigin(path, _line);
            var cells = new List<string>();
            while (true)
            {
                cells.Add(text.Span[_position..] is [Quote, ..] ? QuotedCell() : PlainCell());
                if (AtLineEnd(out var ending))
                {
                    EndLine(ending);
                    return cells;
                }

                _position++; // The comma.
            }
        }

        private string PlainCell()
        {
            var rest = text.Span[_position..];
            var length = rest.IndexOfAny((byte)',', (byte)'\n');
            length = length < 0 ? rest.Length : length;
            if (length > 0 && length < rest.Length && rest[length] == '\n' && rest[length - 1] == '\r')
            {
                length--;
            }

            _position += length;
            return Encoding.UTF8.GetString(rest[..length]);
        }

        private string QuotedCell()
        {
            var opened = new RowOrigin(path, _line);
            var start = ++_position;
            var doubled = false;
            while (true)
            {
                var length = text.Span[_position..].IndexOf(Quote);
                if (length < 0)
                {
                    throw DataException.UnclosedQuote(opened);
                }

                _line += text.Span.Slice(_position, length).Count((byte)'\n');
                _position += length + 1;
                if (text.Span[_position..] is not [Quote, ..])
                {
                    break;
                }

                doubled = true;
                _position++;
            }

            if (!AtLineEnd(out _) && text.Span[_position] != ',')
            {
                throw DataException.TextAfterQuote(new RowOrigin(path, _line), opened);
            }

            var cell = Encoding.UTF8.GetString(text.Span[start..(_position - 1)]);
            return doubled ? cell.Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        }

        /// <summary>Whether a line ends here, and with how many bytes: none at the end of the file.</summary>
        private bool AtLineEnd(out int ending)
        {
            ending = text.Span[_position..] switch
            {
                [(byte)'\n', ..] => 1,
                [(byte)'\r', (byte)'\n', ..] => 2,
                _ => 0,
            };
            return ending > 0 || _position == text.Length;
        }

        private void EndLine(int ending)
        {
            _position += ending;
            _line += ending > 0 ? 1 : 0;
        }
    }
}
