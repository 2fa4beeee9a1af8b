using LongWriter;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TinyModel.Stages;

namespace TinyModel.Experiment;

/// <summary>The library's own pipeline around a small model.</summary>
internal sealed class Pipeline : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ILongWriter _writer;

    /// <summary>Loads the model.</summary>
    /// <param name="lab">The scale.</param>
    /// <param name="model">The model's folder.</param>
    /// <param name="atOnce">Documents that are written at once.</param>
    /// <param name="controlled">Whether lengths are controlled; otherwise plain AgentWrite.</param>
    /// <param name="sampling">How plans and sections are sampled, where not as <see cref="LongWriterTiny.Configure"/> says.</param>
    public Pipeline(Lab lab, string model, int atOnce, bool controlled, (ChatOptions Plans, ChatOptions Sections)? sampling = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddLongWriter(options =>
        {
            options.MinStepWords = lab.Scale.SectionWords / 2;
            options.MaxStepWords = lab.Scale.SectionWords * 3 / 2;
            options.MaxStepsPerPlanCall = 100;
            if (sampling is { } own)
                (options.ChatOptions[WritingRoles.Planner], options.ChatOptions[WritingRoles.Writer]) = own;
        });
        builder.UseTinyModel(model, options =>
        {
            options.MaxConcurrency = atOnce;
            options.Threads = lab.Threads;
            options.Seed = (long)lab.Seed;
            options.CacheBytes = 64 << 20;
        });
        if (!controlled)
            builder.UseLengthController<NoLengthController>();
        _services = services.BuildServiceProvider();
        _writer = _services.GetRequiredService<ILongWriter>();
    }

    /// <summary>Writes a document.</summary>
    /// <returns>The document, or null and why there is none.</returns>
    public async Task<(AgentDocument? Document, string? Fault)> WriteAsync(Question question, int required, CancellationToken stop)
    {
        try
        {
            var document = await _writer.WriteAsync(new WritingRequest(question.Prompt) { Length = required }, stop);
            var sections = document.Sections.Select((s, i) => new AgentSection(document.Plan.Steps[i].MainPoint, s.Text, s.FinishReason == ChatFinishReason.Length)).ToList();
            return (new(question.Prompt, required, question.Topic, sections, document.Words, (int)document.Usage.Calls), null);
        }
        catch (LongWriterException failed)
        {
            return (null, failed.Error.ToString());
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
