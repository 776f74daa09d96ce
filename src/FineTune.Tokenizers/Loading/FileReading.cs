using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Loading;

/// <summary>Reading files with errors that name them.</summary>
internal static class FileReading
{
    /// <summary>So deep, and no deeper, may values be nested, as in the reference's reader.</summary>
    private const int MostDepth = 128;

    /// <summary>Reads a whole file.</summary>
    public static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw TokenizerException.Missing(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TokenizerException.Unreadable(path, e);
        }
    }

    /// <summary>
    /// Parses JSON, lets <paramref name="read"/> make something of it, and throws once with all the problems it noted.
    /// </summary>
    public static T Json<T>(string file, ReadOnlyMemory<byte> content, Func<JsonNode, T> read)
    {
        List<string> problems = [];
        T result;
        try
        {
            if (content.Span.StartsWith("\uFEFF"u8))
                content = content["\uFEFF"u8.Length..];
            if (JsonText.Problem(content.Span) is { } problem)
                throw TokenizerException.Invalid(file, [problem]);
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = MostDepth });
            result = read(new JsonNode(document.RootElement, "", problems));
        }
        catch (JsonException e)
        {
            throw TokenizerException.NotJson(file, e);
        }
        return problems.Count == 0 ? result : throw TokenizerException.Invalid(file, problems);
    }
}
