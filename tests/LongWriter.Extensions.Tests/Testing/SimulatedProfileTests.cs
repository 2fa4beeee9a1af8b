using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class SimulatedProfileTests
{
    [Theory]
    [InlineData(SimulatedWriterProfile.Ceiling, 200, 200)]
    [InlineData(SimulatedWriterProfile.Ceiling, 900, 300)]
    [InlineData(SimulatedWriterProfile.AskedPlus, 200, 350)]
    [InlineData(SimulatedWriterProfile.IgnoresAsk, 200, 450)]
    [InlineData(SimulatedWriterProfile.IgnoresAsk, 1000, 450)]
    [InlineData(SimulatedWriterProfile.IgnoresShorten, 200, 200)]
    public async Task A_profile_takes_the_ask_in_its_own_way(SimulatedWriterProfile profile, int asked, int written)
    {
        foreach (var language in new[] { "en", "zh" })
        {
            using var client = new SimulatedChatClient(new() { Profile = profile });

            Assert.Equal(written, Prompts.Count(language, (await client.GetResponseAsync(Prompts.Step(language, asked))).Text));
            Assert.Equal(written, Prompts.Count(language, (await client.GetResponseAsync(Prompts.Continue(language, "X.", asked))).Text));
        }
    }

    [Fact]
    public async Task A_drifting_writer_goes_from_too_much_to_too_little()
    {
        using var client = new SimulatedChatClient(new() { Profile = SimulatedWriterProfile.Drifting });

        var written = new List<int>();
        foreach (var number in new[] { 1, 5, 8, 15 })
            written.Add(Prompts.Count("en", (await client.GetResponseAsync(Prompts.Step("en", 1_000, number, 15))).Text));

        Assert.Equal([1_300, 1_100, 950, 600], written);
    }

    [Fact]
    public async Task A_writer_that_ignores_shorten_gives_the_draft_back()
    {
        using var client = new SimulatedChatClient(new() { Profile = SimulatedWriterProfile.IgnoresShorten });
        var draft = (await client.GetResponseAsync(Prompts.Step("en", 500))).Text;

        Assert.Equal(draft, (await client.GetResponseAsync(Prompts.Shorten("en", draft, 200))).Text);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_repeating_writer_copies_passages_until_it_is_told(string language)
    {
        using var client = new SimulatedChatClient(new() { Profile = SimulatedWriterProfile.Repeats, Seed = 4 });
        var soFar = (await client.GetResponseAsync(Prompts.Step(language, 600, 1))).Text;
        var earlier = Prompts.Sentences(soFar).ToHashSet();
        var complaint = PromptTemplate.Fill(Prompts.Of(language).Repeats, ("spans", "- this"));
        var (copied, stubborn) = (0, 0);
        for (var i = 2; i < 102; i++)
        {
            var text = (await client.GetResponseAsync(Prompts.Step(language, 400, i, 102, soFar))).Text;
            var again = (await client.GetResponseAsync(Prompts.Step(language, 400, i, 102, soFar, complaint: complaint))).Text;
            copied += Prompts.Sentences(text).Count(earlier.Contains) >= 2 ? 1 : 0;
            stubborn += Prompts.Sentences(again).Any(earlier.Contains) ? 1 : 0;
            Assert.Equal(400, Prompts.Count(language, text));
        }

        // Of 100 draws with probability 0.3, four standard deviations (4.6 each) are allowed.
        Assert.Equal(100, copied);
        Assert.InRange(stubborn, 10, 48);
    }

    [Fact]
    public async Task A_writer_with_nothing_before_it_repeats_nothing()
    {
        using var client = new SimulatedChatClient(new() { Profile = SimulatedWriterProfile.Repeats });
        using var obedient = new SimulatedChatClient();
        var prompt = Prompts.Step("en", 300);

        Assert.Equal((await obedient.GetResponseAsync(prompt)).Text, (await client.GetResponseAsync(prompt)).Text);
    }

    [Fact]
    public async Task A_refusal_ends_as_it_is_set_to()
    {
        using var filtered = new SimulatedChatClient(new() { Profile = SimulatedWriterProfile.Refuses });
        using var polite = new SimulatedChatClient(new() { Profile = SimulatedWriterProfile.Refuses, RefusesWithContentFilter = false });
        var prompt = Prompts.Step("en", 300);

        var one = await filtered.GetResponseAsync(prompt);
        var two = await polite.GetResponseAsync(prompt);

        Assert.Equal(ChatFinishReason.ContentFilter, one.FinishReason);
        Assert.Equal(ChatFinishReason.Stop, two.FinishReason);
        Assert.Equal(one.Text, two.Text);
        Assert.True(Prompts.Count("en", one.Text) < 20);
    }

    [Fact]
    public async Task Malformed_plans_mend_when_they_are_asked_for_again()
    {
        var (broken, mended) = (0, 0);
        var answers = new HashSet<string>();
        for (var seed = 0ul; seed < 100; seed++)
        {
            using var client = new SimulatedChatClient(new() { Seed = seed, Profile = SimulatedWriterProfile.MalformedPlans });
            var first = (await client.GetResponseAsync(Prompts.Plan("en", "Write about whales.", 2_000))).Text;
            answers.Add(first[..Math.Min(first.Length, 12)]);
            broken += PlanReader.Read(first) is null ? 1 : 0;
            mended += PlanReader.Read((await client.GetResponseAsync(Prompts.Plan("en", "Write about whales.", 2_000, again: true))).Text) is not null ? 1 : 0;
        }

        Assert.Equal(100, broken);
        Assert.InRange(mended, 52, 88);
        Assert.True(answers.Count > 5);
    }
}
