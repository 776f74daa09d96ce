namespace FineTune.Tokenizers.Json;

/// <summary>Finds the name that a misspelt one was probably meant to be.</summary>
internal static class Nearest
{
    /// <summary>A question such as <c>; did you mean 'NFKC'?</c>, or nothing where no name is near.</summary>
    public static string Hint(string word, IEnumerable<string> names)
    {
        var best = names.Select(name => (Name: name, Distance: Distance(word, name))).OrderBy(n => n.Distance)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, best.Name.Length / 3)
            ? $"; did you mean '{best.Name}'?"
            : "";
    }

    /// <summary>The edits (insert, remove, replace) from one word to the other, ignoring case.</summary>
    private static int Distance(string a, string b)
    {
        // A name thousands of characters long is near to nothing, and not worth a table of that size.
        if (Math.Abs(a.Length - b.Length) > b.Length)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }
        return row[^1];
    }
}
