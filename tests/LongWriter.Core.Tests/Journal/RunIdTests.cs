using Microsoft.Extensions.Time.Testing;

namespace LongWriter.Tests;

public class RunIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("20261123-164500-7f3a9c21")]
    [InlineData("A.b_c-9")]
    [InlineData("-")]
    [InlineData("console")]
    [InlineData("com10")]
    [InlineData("x.con")]
    public void Takes_usable_ids(string id) => RunId.Validate(id);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(".", "dot")]
    [InlineData("..", "dot")]
    [InlineData(".hidden", "dot")]
    [InlineData("../up", "U+002F")]
    [InlineData("a/b", "U+002F")]
    [InlineData(@"a\b", "U+005C")]
    [InlineData("a b", "U+0020 at position 1")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("run\n", "U+000A")]
    [InlineData("é", "U+00E9")]
    [InlineData("NUL", "Windows device")]
    [InlineData("con.txt", "Windows device")]
    [InlineData("Aux", "Windows device")]
    [InlineData("COM1", "Windows device")]
    [InlineData("lpt9.a.b", "Windows device")]
    public void Refuses_an_unusable_id_and_names_the_rule(string id, string named)
    {
        var e = Assert.Throws<LongWriterException>(() => RunId.Validate(id));
        Assert.Equal(LongWriterError.InvalidRequest, e.Error);
        Assert.Contains(named, e.Message);
        Assert.Contains("A-Z a-z 0-9 . _ -", e.Message);
    }

    [Fact]
    public void Refuses_a_lone_surrogate() =>
        Assert.Contains("U+D800", Assert.Throws<LongWriterException>(() => RunId.Validate("\ud800")).Message);

    [Fact]
    public void Takes_128_characters_and_not_129()
    {
        RunId.Validate(new string('a', 128));
        var e = Assert.Throws<LongWriterException>(() => RunId.Validate(new string('a', 129)));
        Assert.Contains("129 characters", e.Message);
    }

    [Fact]
    public void A_megabyte_of_an_id_does_not_fill_the_message() =>
        Assert.InRange(Assert.Throws<LongWriterException>(() => RunId.Validate(new string('/', 1 << 20))).Message.Length, 1, 300);

    [Fact]
    public void A_new_id_holds_the_utc_second_and_the_random_part()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 18, 45, 0, TimeSpan.FromHours(2)));
        Assert.Equal("20261123-164500-7f3a9c21", RunId.New(clock, () => new Guid("7f3a9c21-0000-0000-0000-000000000000")));
    }

    [Fact]
    public void New_ids_are_usable_differ_and_sort_by_time()
    {
        var clock = new FakeTimeProvider();
        var ids = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(37));
            ids.Add(RunId.New(clock));
            RunId.Validate(ids[^1]);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.NotEqual(RunId.New(clock), RunId.New(clock));
    }
}
