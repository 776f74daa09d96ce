namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>2024-07-26 09:05:03, whatever the day: the time the expectations were made with.</summary>
internal sealed class FixedClock : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2024, 7, 26, 9, 5, 3, TimeSpan.Zero);
}
