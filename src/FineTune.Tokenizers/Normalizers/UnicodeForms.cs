using System.Runtime.InteropServices;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>
/// The four Unicode normalisation forms over Unicode 9, with the alignment that the reference's
/// unicode-normalization-alignments gives: the first code point of a decomposition stands for the original one.
/// </summary>
internal static class UnicodeForms
{
    private const int HangulBase = 0xAC00;
    private const int HangulCount = 11172;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;

    private static readonly Lazy<Dictionary<(int, int), int>> Compositions = new(() =>
        UnicodeData.Entries("composition").ToDictionary(e => (e.Value[0], e.Value[1]), e => e.Key));

    /// <summary>A code point of the result and what it replaces (see <see cref="NormalizedText.Put"/>).</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct Change(int CodePoint, int Replaces, byte CombiningClass);

    /// <summary>A thread keeps its lists from text to text, unless one was very long.</summary>
    private const int LongestKept = 1 << 20;

    [ThreadStatic]
    private static List<Change>? t_decomposed;

    [ThreadStatic]
    private static List<Change>? t_composed;

    /// <summary>Decomposes <paramref name="text"/> (NFD, or NFKD where <paramref name="compatible"/>).</summary>
    public static void Decompose(NormalizedText text, bool compatible)
    {
        if (!System.Text.Ascii.IsValid(text.Span))
            Write(text, Decomposition(text.Span, compatible, Cleared(ref t_decomposed)));
    }

    /// <summary>Decomposes and composes again (NFC, or NFKC where <paramref name="compatible"/>).</summary>
    public static void Compose(NormalizedText text, bool compatible)
    {
        if (!System.Text.Ascii.IsValid(text.Span))
            Write(text, Composition(Decomposition(text.Span, compatible, Cleared(ref t_decomposed)), Cleared(ref t_composed)));
    }

    private static List<Change> Cleared(ref List<Change>? list)
    {
        if (list is null || list.Capacity > LongestKept)
            list = [];
        list.Clear();
        return list;
    }

    private static void Write(NormalizedText text, List<Change> changes)
    {
        text.BeginEdit();
        foreach (var change in changes)
            text.Put(change.CodePoint, change.Replaces);
        text.EndEdit();
    }

    private static List<Change> Decomposition(ReadOnlySpan<byte> text, bool compatible, List<Change> result)
    {
        var pendingFrom = 0;
        for (var at = 0; at < text.Length;)
        {
            var codePoint = CodePoint.Read(text, at, out var length);
            at += length;
            if (codePoint < 0x80)
                Push(codePoint, 0, ref pendingFrom, result);
            else if ((uint)(codePoint - HangulBase) < HangulCount)
                PushHangul(codePoint - HangulBase, ref pendingFrom, result);
            else
                PushMapped(codePoint, compatible, ref pendingFrom, result);
        }
        SortPending(result, pendingFrom);
        return result;
    }

    private static void PushMapped(int codePoint, bool compatible, ref int pendingFrom, List<Change> result)
    {
        var parts = compatible ? UnicodeData.Compatible[codePoint] : default;
        if (parts.IsEmpty)
            parts = UnicodeData.Canonical[codePoint];
        if (parts.IsEmpty)
        {
            Push(codePoint, 0, ref pendingFrom, result);
            return;
        }
        for (var i = 0; i < parts.Length; i++)
            Push(parts[i], i == 0 ? 0 : 1, ref pendingFrom, result);
    }

    private static void PushHangul(int index, ref int pendingFrom, List<Change> result)
    {
        Push(LeadBase + (index / (VowelCount * TrailCount)), 0, ref pendingFrom, result);
        Push(VowelBase + (index / TrailCount % VowelCount), 1, ref pendingFrom, result);
        if (index % TrailCount != 0)
            Push(TrailBase + (index % TrailCount), 1, ref pendingFrom, result);
    }

    private static void Push(int codePoint, int replaces, ref int pendingFrom, List<Change> result)
    {
        var combiningClass = codePoint < 0x300 ? (byte)0 : UnicodeData.CombiningClass[codePoint];
        if (combiningClass == 0)
        {
            SortPending(result, pendingFrom);
            pendingFrom = result.Count + 1;
        }
        result.Add(new Change(codePoint, replaces, combiningClass));
    }

    /// <summary>Puts a run of combining marks into canonical order: a stable insertion sort, since runs are short.</summary>
    private static void SortPending(List<Change> result, int from)
    {
        var span = CollectionsMarshal.AsSpan(result);
        if (span.Length - from > 32)
        {
            // A hostile run of marks must not take quadratic time.
            var sorted = span[from..].ToArray().OrderBy(c => c.CombiningClass).ToArray();
            sorted.CopyTo(span[from..]);
            return;
        }
        for (var i = from + 1; i < span.Length; i++)
        {
            var mark = span[i];
            var j = i;
            for (; j > from && span[j - 1].CombiningClass > mark.CombiningClass; j--)
                span[j] = span[j - 1];
            span[j] = mark;
        }
    }

    private static List<Change> Composition(List<Change> decomposed, List<Change> result)
    {
        var starter = -1;
        byte lastClass = 0;
        foreach (var mark in decomposed)
        {
            // A mark is blocked from the starter by an earlier one of the same or a higher class.
            var reaches = starter >= 0 && (lastClass == 0 || lastClass < mark.CombiningClass);
            if (reaches && TryCompose(result[starter].CodePoint, mark.CodePoint, out var composed))
            {
                result[starter] = new Change(composed, result[starter].Replaces + mark.Replaces - 1, 0);
                continue;
            }
            if (mark.CombiningClass == 0)
                starter = result.Count;
            lastClass = starter >= 0 ? mark.CombiningClass : (byte)0;
            result.Add(mark);
        }
        return result;
    }

    private static bool TryCompose(int first, int second, out int composed)
    {
        composed = 0;
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
        {
            composed = HangulBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TrailCount);
            return true;
        }
        if ((uint)(first - HangulBase) < HangulCount && (first - HangulBase) % TrailCount == 0
            && (uint)(second - TrailBase - 1) < TrailCount - 1)
        {
            composed = first + second - TrailBase;
            return true;
        }
        return second >= 0x300 && Compositions.Value.TryGetValue((first, second), out composed);
    }
}
