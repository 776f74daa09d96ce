using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Looks for what makes a model learn the wrong thing without any error.</summary>
public static class Lint
{
    // An end marker may be followed by a line feed or two.
    private const int EndReach = 3;

    /// <summary>What should be looked at, the worst first.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="tokenizer">Their tokenizer.</param>
    /// <param name="template">The chat template they were made with; null where none was.</param>
    /// <param name="checkpoint">The checkpoint's own chat template; null where it has none.</param>
    public static IReadOnlyList<LintFinding> Run(
        TokenDataset data, Tokenizer tokenizer, ChatTemplate? template = null, ChatTemplate? checkpoint = null)
    {
        var findings = new List<LintFinding>();
        var bos = tokenizer.BosTokenId is { } id ? $"{tokenizer.IdToToken(id)} ({id})" : "";
        Look("double-bos", LintSeverity.Error, row => HasDoubleBos(row, tokenizer),
            $"start with {bos} twice: the template writes it and the text has it too. Remove it from one of them.");
        Look("empty-answer", LintSeverity.Error, row => IsBlank(row, tokenizer),
            "learn nothing but special tokens and white space. Fill in the answers, or remove the rows.");
        var endless = data.Rows.Count(row => LacksEnd(row, tokenizer));
        Look("missing-end", endless == data.Rows.Count ? LintSeverity.Error : LintSeverity.Warning,
            row => LacksEnd(row, tokenizer),
            "learn no special token at their end: the model will not know when to stop. Set train_on_eos: turn, or " +
            "use a chat template that ends answers with a special token.");
        Look("missing-bos", LintSeverity.Warning, row => LacksBos(row, tokenizer),
            $"do not start with {bos}, which the tokenizer puts before texts: the template does not write it. Add " +
            "{{ bos_token }} to the template unless the model was trained without.");
        Look("unknown-token", LintSeverity.Warning, row => Array.IndexOf(row.Ids, tokenizer.UnkTokenId ?? -1) >= 0,
            "have characters that the vocabulary cannot express.");
        Look("shared-token", LintSeverity.Warning, row => row.HasSharedToken,
            "have a token that holds the end of a prompt and the start of its answer, which never comes up when " +
            "generating. Let prompts end without a space, and answers start with it.");
        if (template is not null && checkpoint is not null && !SameSource(template, checkpoint))
        {
            findings.Add(new LintFinding("template-mismatch", LintSeverity.Warning, 0,
                "the chat template is not the checkpoint's own. Whoever runs the model needs this one, which is " +
                "saved with it."));
        }

        return [.. findings.OrderByDescending(finding => finding.Severity)];

        void Look(string rule, LintSeverity severity, Func<TokenRow, bool> isBad, string message)
        {
            TokenRow[] bad = [.. data.Rows.Where(isBad)];
            if (bad.Length > 0)
            {
                findings.Add(new LintFinding(rule, severity, bad.Length,
                    $"{bad.Length:N0} of {data.Rows.Count:N0} rows, the first is {bad[0].Origin}, {message}"));
            }
        }
    }

    private static bool HasDoubleBos(TokenRow row, Tokenizer tokenizer) =>
        tokenizer.BosTokenId is { } bos && row.Length > 1 && row.Ids[0] == bos && row.Ids[1] == bos;

    private static bool LacksBos(TokenRow row, Tokenizer tokenizer) =>
        tokenizer.BosTokenId is { } bos && row.Ids[0] != bos && tokenizer.Assemble([]).Ids.Contains(bos);

    private static bool LacksEnd(TokenRow row, Tokenizer tokenizer)
    {
        var end = row.Supervised[^1].End;
        return !row.Cuts.HasFlag(RowCuts.Answer)
            && !row.Ids[Math.Max(row.Supervised[^1].Start, end - EndReach)..end].Any(id =>
                tokenizer.IsSpecial(id) || id == tokenizer.EosTokenId);
    }

    private static bool IsBlank(TokenRow row, Tokenizer tokenizer) => row.Supervised.All(run =>
        string.IsNullOrWhiteSpace(tokenizer.Decode(row.Ids.AsSpan(run.Start, run.Length), skipSpecialTokens: true)));

    private static bool SameSource(ChatTemplate one, ChatTemplate other) =>
        one.Names.SequenceEqual(other.Names) && one.Names.All(name => one.Source(name) == other.Source(name));
}
