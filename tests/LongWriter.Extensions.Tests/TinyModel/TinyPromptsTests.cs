using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LongWriter.Tests;

public class TinyPromptsTests
{
    // Models were trained on the texts with this hash. Other texts need other models.
    private const string Trained = "e844ad5b85870b1ca93ad8376753e2f6b956e45eb1d36cb29286cf1912db1a0a";

    [Fact]
    public void The_prompts_are_those_that_models_were_trained_on() => Assert.Equal(Trained, TinyPrompts.Hash);

    [Fact]
    public void Every_text_can_be_filled_and_says_what_it_is_for()
    {
        var services = new ServiceCollection();
        services.AddLongWriter(static o => o.Prompts["en"] = TinyPrompts.English);
        using var provider = services.BuildServiceProvider();
        Assert.Same(TinyPrompts.English, provider.GetRequiredService<IOptions<LongWriterOptions>>().Value.GetPrompts("en"));

        var prompts = TinyPrompts.English;
        (string Text, string[] Placeholders)[] needed =
        [
            (prompts.Plan, ["{task}", "{details}", "{length}"]),
            (prompts.PlanLength, ["{words}"]),
            (prompts.PlanParts, ["{task}", "{parts}", "{words}"]),
            (prompts.PlanPart, ["{task}", "{part}", "{words}"]),
            (prompts.PlanLine, ["{number}", "{point}", "{words}"]),
            (prompts.WriteHead, ["{task}", "{details}"]),
            (prompts.Step, ["{number}", "{count}", "{point}", "{words}", "{place}"]),
            (prompts.ContinueStep, ["{point}", "{words}", "{draft}"]),
            (prompts.Shorten, ["{draft}", "{words}"]),
            (prompts.Summarize, ["{text}", "{words}"]),
        ];
        Assert.All(needed, static n => Assert.All(n.Placeholders, p => Assert.Contains(p, n.Text, StringComparison.Ordinal)));
    }
}
