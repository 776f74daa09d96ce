namespace FineTune.Config;

/// <summary>A string, boolean or number.</summary>
/// <param name="Type">A type that <see cref="Supports"/>.</param>
internal sealed record ScalarShape(Type Type) : ValueShape
{
    public static readonly ScalarShape Text = new(typeof(string));

    public override string Allowed => Type switch
    {
        _ when Type == typeof(string) => "text",
        _ when Type == typeof(bool) => "true or false",
        _ when IsWhole => "a whole number",
        _ => "a number",
    };

    /// <summary>The whole numbers that fit, for a message.</summary>
    public string Limits => Type == typeof(int)
        ? $"between {int.MinValue} and {int.MaxValue}" : $"between {long.MinValue} and {long.MaxValue}";

    /// <summary>A value to show where the property names none.</summary>
    public string Example => Type switch
    {
        _ when Type == typeof(string) => "...",
        _ when Type == typeof(bool) => "true",
        _ when IsWhole => "1",
        _ => "0.1",
    };

    public bool IsWhole => Type == typeof(int) || Type == typeof(long);

    public static bool Supports(Type type) => type == typeof(string) || type == typeof(bool) || type == typeof(int)
        || type == typeof(long) || type == typeof(float) || type == typeof(double);
}
