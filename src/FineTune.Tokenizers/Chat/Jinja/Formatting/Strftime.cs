using System.Globalization;
using System.Text;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary><c>strftime</c> in the C locale, with glibc's <c>-</c> flag for numbers without padding.</summary>
internal static class Strftime
{
    public static string Format(DateTimeOffset time, string format)
    {
        var result = new StringBuilder();
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%' || at + 1 == format.Length)
            {
                result.Append(format[at]);
                continue;
            }

            at++;
            bool isUnpadded = format[at] == '-' && at + 1 < format.Length;
            at += isUnpadded ? 1 : 0;
            string text = Directive(time, format[at]);
            result.Append(isUnpadded && text.TrimStart('0', ' ') is { Length: > 0 } digits ? digits : text);
        }

        return result.ToString();
    }

    private static string Directive(DateTimeOffset time, char directive) => directive switch
    {
        'd' => Text(time, "dd"),
        'e' => $"{time.Day,2}",
        'm' => Text(time, "MM"),
        'y' => Text(time, "yy"),
        'Y' => time.Year.ToString(CultureInfo.InvariantCulture),
        'C' => $"{time.Year / 100:00}",
        'b' or 'h' => Text(time, "MMM"),
        'B' => Text(time, "MMMM"),
        'a' => Text(time, "ddd"),
        'A' => Text(time, "dddd"),
        'H' => Text(time, "HH"),
        'I' => Text(time, "hh"),
        'M' => Text(time, "mm"),
        'S' => Text(time, "ss"),
        'f' => Text(time, "ffffff"),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'j' => $"{time.DayOfYear:000}",
        'w' => $"{(int)time.DayOfWeek}",
        'u' => $"{((int)time.DayOfWeek + 6) % 7 + 1}",
        'D' or 'x' => Text(time, "MM/dd/yy"),
        'F' => Text(time, "yyyy-MM-dd"),
        'T' or 'X' => Text(time, "HH:mm:ss"),
        'R' => Text(time, "HH:mm"),
        'c' => Text(time, "ddd MMM ") + $"{time.Day,2}" + Text(time, " HH:mm:ss yyyy"),
        'U' => $"{(time.DayOfYear + 6 - (int)time.DayOfWeek) / 7:00}",
        'W' => $"{(time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7:00}",
        'V' => $"{ISOWeek.GetWeekOfYear(time.DateTime):00}",
        'G' => $"{ISOWeek.GetYear(time.DateTime)}",
        's' => $"{time.ToUnixTimeSeconds()}",
        'n' => "\n",
        't' => "\t",
        '%' => "%",

        // Python's now() has no time zone, so both of its directives are empty.
        'z' or 'Z' => "",
        _ => $"%{directive}",
    };

    private static string Text(DateTimeOffset time, string format) =>
        time.ToString(format, CultureInfo.InvariantCulture);
}
