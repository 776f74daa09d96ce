namespace FineTune.Formats;

/// <summary>Repeats what was decompressed before, as all codecs of the LZ77 family do.</summary>
internal static class BackReference
{
    /// <summary>
    /// Copies from <paramref name="distance"/> bytes back; the source may overlap what is written, which repeats it.
    /// </summary>
    /// <returns>False if the copy would leave the buffer.</returns>
    public static bool TryCopy(Span<byte> into, ref int written, long distance, int length)
    {
        if (distance <= 0 || distance > written || length > into.Length - written)
        {
            return false;
        }

        var from = written - (int)distance;
        if (distance >= length)
        {
            into.Slice(from, length).CopyTo(into[written..]);
        }
        else
        {
            for (var i = 0; i < length; i++)
            {
                into[written + i] = into[from + i];
            }
        }

        written += length;
        return true;
    }
}
