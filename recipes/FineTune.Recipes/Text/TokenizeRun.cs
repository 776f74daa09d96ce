using FineTune.Data;
using FineTune.Tokenizers;

namespace FineTune.Recipes;

/// <summary>Turns texts into tokens and back, a JSON line for each.</summary>
public static class TokenizeRun
{
    private const int BatchSize = 1024;

    /// <summary>Opens a tokenizer.</summary>
    /// <param name="path">A tokenizer or model folder, or a <c>tokenizer.json</c>.</param>
    /// <exception cref="TokenizerException">It is not there, or cannot be read.</exception>
    public static Tokenizer Open(string path) =>
        File.Exists(path) && Path.GetExtension(path) == ".json" ? Tokenizer.FromFile(path) : Tokenizer.Load(path);

    /// <summary>Encodes the texts of a file.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="input">Plain lines, or JSON strings in a file that ends in <c>.jsonl</c>.</param>
    /// <param name="specialTokens">Whether the special tokens the model expects are put around each text.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>
    /// For each text what writes an object with <c>ids</c>, <c>tokens</c> and <c>offsets</c>, which count Unicode code
    /// points.
    /// </returns>
    /// <exception cref="DataException">The file cannot be used.</exception>
    public static IEnumerable<Action<TextWriter>> Encode(
        Tokenizer tokenizer, string input, bool specialTokens, CancellationToken stop)
    {
        var options = new EncodeOptions { AddSpecialTokens = specialTokens };
        return TextFile.ReadTexts(input).Chunk(BatchSize).SelectMany(rows =>
        {
            stop.ThrowIfCancellationRequested();
            return EncodeRows(tokenizer, rows, options)
                .Select(encoding => (Action<TextWriter>)(output => WriteLine(output, encoding)));
        });
    }

    /// <summary>Decodes the ids of a file.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="input">JSON arrays of ids, or objects with such an array as <c>ids</c>.</param>
    /// <param name="specialTokens">Whether special tokens are written.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>For each row its text as a JSON string.</returns>
    /// <exception cref="DataException">The file cannot be used.</exception>
    public static IEnumerable<string> Decode(
        Tokenizer tokenizer, string input, bool specialTokens, CancellationToken stop) =>
        TextFile.ReadIds(input).Select(row =>
        {
            stop.ThrowIfCancellationRequested();
            return LineOutput.ToJson(tokenizer.Decode(row.Value, skipSpecialTokens: !specialTokens));
        });

    private static IReadOnlyList<Encoding> EncodeRows(
        Tokenizer tokenizer, (RowOrigin Origin, string Value)[] rows, EncodeOptions options)
    {
        try
        {
            return tokenizer.EncodeBatch([.. rows.Select(row => row.Value)], options);
        }
        catch (TokenizerException)
        {
            // A batch does not tell which of its texts it was.
            foreach (var (origin, text) in rows)
            {
                Try(origin, () => tokenizer.Encode(text, null, options));
            }
            throw;
        }
    }

    private static void Try(RowOrigin origin, Action encode)
    {
        try
        {
            encode();
        }
        catch (TokenizerException e)
        {
            throw RecipeException.InRow(origin, e);
        }
    }

    // Straight to the output: a text of 50 MB has more tokens than one string can tell.
    private static void WriteLine(TextWriter output, Encoding encoding)
    {
        output.Write("{\"ids\":");
        WriteList(output, encoding.Ids, output.Write);
        output.Write(",\"tokens\":");
        WriteList(output, encoding.Tokens, token => LineOutput.WriteString(output, token));
        output.Write(",\"offsets\":");
        WriteList(output, encoding.CodePointOffsets, span => output.Write($"[{span.Start},{span.End}]"));
        output.Write('}');
    }

    private static void WriteList<T>(TextWriter output, IEnumerable<T> items, Action<T> write)
    {
        var separator = '[';
        foreach (var item in items)
        {
            output.Write(separator);
            write(item);
            separator = ',';
        }
        output.Write(separator == '[' ? "[]" : "]");
    }
}
