using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace LongWriter.Tests;

public class PlanShaperTests
{
    public sealed record Case(IReadOnlyList<int?> Counts, int? Required, int Minimum, int Maximum);

    public static Arbitrary<Case> Cases()
    {
        var count = Gen.Frequency(
            (6, Gen.Choose(50, 1500).Select(static c => (int?)c)),
            (1, Gen.Choose(1, 40_000).Select(static c => (int?)c)),
            (1, Gen.Constant<int?>(null)));
        return (from counts in count.NonEmptyListOf()
                from required in Gen.Frequency((8, Gen.Choose(1, 60_000).Select(static r => (int?)r)), (1, Gen.Constant<int?>(null)))
                from minimum in Gen.Elements(200, 200, 200, 20, 600)
                from maximum in Gen.Elements(1000, 1000, 1000, 700, 2000)
                select new Case([.. counts], required, minimum, maximum)).ToArbitrary();
    }

    [Property(Arbitrary = [typeof(PlanShaperTests)], MaxTest = 2000)]
    public void A_forced_plan_adds_up_exactly_and_keeps_its_band_wherever_the_length_allows(Case c)
    {
        var shaped = Shape(c, force: true);
        var total = shaped.Steps.Sum(static s => s.Words);
        Assert.Null(shaped.Fault);
        if (c.Required is { } required)
            Assert.Equal(required, total);

        var feasible = Enumerable.Range(1, 10_000).Any(n => (long)n * c.Minimum <= total && total <= (long)n * c.Maximum);
        Assert.All(shaped.Steps, s => Assert.InRange(s.Words, feasible ? c.Minimum : 1, feasible ? c.Maximum : Math.Max(c.Maximum, total)));
    }

    [Property(Arbitrary = [typeof(PlanShaperTests)], MaxTest = 1000)]
    public void Order_and_content_are_kept(Case c)
    {
        var points = string.Join(';', Shape(c, force: true).Steps.Select(static s => s.Point));
        var at = 0;
        for (var i = 0; i < c.Counts.Count; i++)
        {
            at = points.IndexOf($"<{i}>", at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"step {i} is missing or misplaced in {points}");
        }
    }

    [Property(Arbitrary = [typeof(PlanShaperTests)], MaxTest = 1000)]
    public void A_plan_is_refused_or_in_band_and_only_the_forced_one_warns(Case c)
    {
        var shaped = Shape(c, force: false);
        Assert.Null(shaped.Warning);
        Assert.Equal(shaped.Fault is null, shaped.Steps.Count > 0);
        if (shaped.Fault is null)
            Assert.Equal(shaped.Steps, Shape(c, force: true).Steps);
        else
            Assert.True(shaped.Fault.IsRepairable);
    }

    [Fact]
    public void A_fitting_plan_stays_as_it_is() => Assert.Equal([300, 700, 200], Words(1200, 300, 700, 200));

    [Fact]
    public void Counts_are_rescaled_in_proportion_by_largest_remainder() =>
        // 1,000 shared out 300 : 300 : 310 is 329.67, 329.67, 340.66; the two words left over go to the largest remainders.
        Assert.Equal([330, 330, 340], Words(1000, 300, 300, 310));

    [Fact]
    public void Neighbours_merge_where_rescaling_falls_below_the_minimum()
    {
        var shaped = Shape(new([100, 100, 100, 100, 100], 500, 200, 1000), force: false);
        Assert.Equal(["<0>; <1>", "<2>; <3>; <4>"], shaped.Steps.Select(static s => s.Point).Order());
        Assert.Equal([200, 300], shaped.Steps.Select(static s => s.Words));
    }

    [Fact]
    public void A_document_below_the_minimum_is_one_step() => Assert.Equal([150], Words(150, 75, 75));

    [Fact]
    public void A_share_slightly_beyond_a_bound_is_moved_to_it() => Assert.Equal([1000, 660, 440], Words(2100, 1050, 630, 420));

    [Fact]
    public void A_missing_count_gets_its_part_of_what_is_left() => Assert.Equal([400, 300, 300], Words(1000, 400, null, null));

    [Fact]
    public void Missing_counts_are_shared_out_evenly() => Assert.Equal([334, 333, 333], Words(1000, null, null, null));

    [Fact]
    public void Unfit_lengths_are_named()
    {
        Assert.Equal(new(PlanFaultKind.SumOff, 1000, 5000), Fault(5000, 200, 200, 200, 200, 200));
        Assert.Equal(new(PlanFaultKind.TooFewSteps, 2, 1000), Fault(3000, 1000, 1000));
        Assert.Equal(new(PlanFaultKind.StepTooLong, 2, 1000), Fault(3000, 300, 2400, 300));
        Assert.Equal(new(PlanFaultKind.StepTooLong, 1, 1000), Fault(null, 3000, 300, 300, 300));
        Assert.Equal(PlanFaultKind.NoCounts, Fault(null, null, null)!.Kind);
    }

    [Fact]
    public void Steps_that_are_too_long_are_divided_at_last_and_say_so()
    {
        var entries = new[] { new PlanEntry(1, "Alpha", 2000), new PlanEntry(2, "Beta", 1000) };
        var english = PlanShaper.Shape(entries, Band(3000, 200, 1000), chinese: false, force: true);
        Assert.Equal([new("Alpha (part 1 of 2)", 1000), new("Alpha (part 2 of 2)", 1000), new("Beta", 1000)], english.Steps);
        Assert.Contains("divided", english.Warning, StringComparison.Ordinal);
        Assert.Equal("Alpha（第1部分，共2部分）", PlanShaper.Shape(entries, Band(3000, 200, 1000), chinese: true, force: true).Steps[0].Point);
    }

    private static IEnumerable<int> Words(int? required, params int?[] counts) => Shape(new(counts, required, 200, 1000), force: false).Steps.Select(static s => s.Words);

    private static PlanFault? Fault(int? required, params int?[] counts) => Shape(new(counts, required, 200, 1000), force: false).Fault;

    private static ShapedPlan Shape(Case c, bool force) =>
        PlanShaper.Shape([.. c.Counts.Select((n, i) => new PlanEntry(i + 1, $"<{i}>", n))], Band(c.Required, c.Minimum, c.Maximum), chinese: false, force);

    private static PlanBand Band(int? required, int minimum, int maximum) => new(minimum, maximum, required) { Expected = 10 };
}
