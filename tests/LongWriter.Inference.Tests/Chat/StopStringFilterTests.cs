using FsCheck;
using FsCheck.Xunit;

namespace LongWriter.Tests;

public class StopStringFilterTests
{
    [Property(MaxTest = 500)]
    public void It_gives_the_text_before_the_first_stop_string_that_ends(byte[] source, NonEmptyArray<byte>[] stopSource, byte cut)
    {
        var text = string.Concat((source ?? []).Select(b => (char)('a' + (b % 2))));
        string[] stops = [.. stopSource.Take(3).Select(s => string.Concat(s.Get.Take(5).Select(b => (char)('a' + (b % 2)))))];
        var filter = new StopStringFilter(stops);
        var given = "";
        for (var i = 0; i < text.Length; i += 1 + (cut % 3))
        {
            given += filter.Add(text.Substring(i, Math.Min(1 + (cut % 3), text.Length - i)));
            if (filter.IsStopped)
                break;

            // Nothing that may begin a stop string is out, and nothing else is held back.
            var seen = text[..Math.Min(text.Length, i + 1 + (cut % 3))];
            var possible = stops.SelectMany(s => Enumerable.Range(1, s.Length - 1).Where(n => seen.EndsWith(s[..n], StringComparison.Ordinal))).DefaultIfEmpty(0).Max();
            Assert.Equal(seen[..^possible], given);
        }

        given += filter.Flush();
        Assert.Equal(Expected(text, stops), given);
        Assert.Equal(stops.Any(s => text.Contains(s, StringComparison.Ordinal)), filter.IsStopped);
    }

    [Fact]
    public void Hostile_strings_cost_no_more_than_their_length()
    {
        var filter = new StopStringFilter([new string('a', 200_000) + "b"]);
        var text = new string('a', 1_000_000);
        Assert.Equal(800_000, filter.Add(text).Length);
        Assert.Equal(200_000, filter.Flush().Length);
    }

    private static string Expected(string text, string[] stops)
    {
        for (var end = 1; end <= text.Length; end++)
        {
            var hit = stops.Where(s => text[..end].EndsWith(s, StringComparison.Ordinal)).MaxBy(s => s.Length);
            if (hit is not null)
                return text[..(end - hit.Length)];
        }

        return text;
    }
}
