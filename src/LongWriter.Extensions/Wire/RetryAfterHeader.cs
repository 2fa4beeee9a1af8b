using System.Globalization;
using System.Net.Http.Headers;

namespace LongWriter;

/// <summary>Reads how long a server asks to wait: <c>retry-after-ms</c>, or <c>Retry-After</c> in seconds or as a date.</summary>
internal static class RetryAfterHeader
{
    // A server's clock or a proxy may be far off; nobody waits longer than a day.
    private const double LongestSeconds = 86_400;

    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider time)
    {
        if (headers.TryGetValues("retry-after-ms", out var exact) && Number(exact.FirstOrDefault()) is { } milliseconds)
            return Span(milliseconds / 1_000);

        if (!headers.NonValidated.TryGetValues("Retry-After", out var values) || values.FirstOrDefault()?.Trim() is not { Length: > 0 } value)
            return null;

        if (Number(value) is { } seconds)
            return Span(seconds);

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Span((date - time.GetUtcNow()).TotalSeconds)
            : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static TimeSpan Span(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestSeconds));
}
