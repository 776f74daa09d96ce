using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace FineTune.Config;

/// <summary>The numbers that a <see cref="RangeAttribute"/> allows, compared as doubles: the attribute itself rounds a
/// fraction to a whole number where its limits were written as whole numbers.</summary>
/// <param name="Least">The lower limit, or negative infinity.</param>
/// <param name="Most">The upper limit, or positive infinity.</param>
/// <param name="ExcludesLeast">True where the lower limit itself is not allowed.</param>
/// <param name="ExcludesMost">True where the upper limit itself is not allowed.</param>
internal readonly record struct NumberRange(double Least, double Most, bool ExcludesLeast, bool ExcludesMost)
{
    public bool HasLeast => double.IsFinite(Least);

    public bool HasMost => double.IsFinite(Most);

    public static NumberRange Of(RangeAttribute range) => new(
        Limit(range.Minimum), Limit(range.Maximum), range.MinimumIsExclusive, range.MaximumIsExclusive);

    // NaN fails every comparison, so it is never contained.
    public bool Contains(double value)
        => (ExcludesLeast ? value > Least : value >= Least) && (ExcludesMost ? value < Most : value <= Most);

    /// <summary><c>at least 1</c>, <c>above 0 and at most 1</c>.</summary>
    public override string ToString()
    {
        var least = $"{(ExcludesLeast ? "above" : "at least")} {Least}";
        var most = $"{(ExcludesMost ? "below" : "at most")} {Most}";
        return (HasLeast, HasMost) switch
        {
            (true, true) when !ExcludesLeast && !ExcludesMost => $"between {Least} and {Most}",
            (true, true) => $"{least} and {most}",
            (true, false) => least,
            (false, true) => most,
            _ => "a number",
        };
    }

    // The largest value of a number type is how an attribute says that there is no limit.
    private static double Limit(object limit) => limit switch
    {
        int.MaxValue or long.MaxValue or float.MaxValue or double.MaxValue => double.PositiveInfinity,
        int.MinValue or long.MinValue or float.MinValue or double.MinValue => double.NegativeInfinity,
        _ => Convert.ToDouble(limit, CultureInfo.InvariantCulture),
    };
}
