using System.Text;

namespace FineTune.Data;

/// <summary>
/// A text with columns in braces, like <c>Q: {question}\nA:</c>; doubled braces stand for themselves.
/// </summary>
internal sealed class PromptTemplate
{
    private readonly List<(string Text, bool IsColumn)> _parts = [];

    /// <exception cref="DataException">A brace opens and never closes, or closes what is not open.</exception>
    public PromptTemplate(string template)
    {
        var text = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            var isDoubled = i + 1 < template.Length && template[i + 1] == template[i];
            if (template[i] is not ('{' or '}') || isDoubled)
            {
                text.Append(template[i]);
                i += template[i] is '{' or '}' ? 1 : 0;
                continue;
            }

            var end = template.IndexOfAny(['{', '}'], i + 1);
            if (template[i] == '}' || end < 0 || template[end] == '{' || end == i + 1)
            {
                throw DataException.BadPromptTemplate(template, i);
            }

            _parts.Add((text.ToString(), false));
            _parts.Add((template[(i + 1)..end], true));
            text.Clear();
            i = end;
        }

        _parts.Add((text.ToString(), false));
    }

    /// <summary>The columns in the order they come.</summary>
    public IEnumerable<string> Columns => _parts.Where(part => part.IsColumn).Select(part => part.Text).Distinct();

    /// <summary>
    /// The text with a row's values; a missing value is empty, one that is no text goes to the problems.
    /// </summary>
    public string Fill(DataRow row, DataProblems problems) =>
        string.Concat(_parts.Select(part => part.IsColumn ? RowText.Optional(row, part.Text, problems) : part.Text));
}
