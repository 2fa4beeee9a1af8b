using LongWriter;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a writer use LongWriter-Tiny.</summary>
public static class TinyModelLongWriterBuilderExtensions
{
    /// <summary>Uses the shipped model, <see cref="LongWriterTiny.Folder"/>, for all roles: no key, no server, nothing to download.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets further options of the model; they begin with its name and top-k 50, with DRY from the eighth token of a repetition on (multiplier 1, base 2).</param>
    /// <remarks>It knows simple English about an invented village, and nothing of the real world. What else holds, <see cref="UseTinyModel(ILongWriterBuilder, string, Action{LocalModelOptions}?)"/> says.</remarks>
    /// <exception cref="LongWriterException">The model's files are missing (<see cref="LongWriterError.InvalidModel"/>).</exception>
    /// <exception cref="OptionsValidationException">An option is not usable.</exception>
    public static ILongWriterBuilder UseTinyModel(this ILongWriterBuilder builder, Action<LocalModelOptions>? configure = null) =>
        builder.UseTinyModel(LongWriterTiny.Folder, configure);

    /// <summary>
    /// Uses a model of <see cref="LongWriterTiny"/>'s kind for all roles, and sets the writer up for it
    /// (<see cref="LongWriterTiny.Configure"/>); a plan that hardly names the noun behind "about" in the instruction is drawn again, and a section that does not is written anew. What your app sets itself holds, wherever it stands. The model is loaded when the writer first needs it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The model's folder, as <c>samples/TinyModel</c> leaves it.</param>
    /// <param name="configure">Sets further options of the model; they begin with its name and top-k 50, with DRY from the eighth token of a repetition on (multiplier 1, base 2).</param>
    /// <remarks>
    /// The longest texts that the model was trained on have 3,400 words, some twenty sections; plans of longer ones are longer than any that it has learned.
    /// The model writes English only. A request in another language, by <see cref="WritingRequest.Language"/> or by its instruction, fails with
    /// <see cref="LongWriterError.InvalidRequest"/> before anything is spent, unless <see cref="LongWriterOptions.Prompts"/> has texts of your own for it.
    /// The set-up stays with the writer: give another model a writer of its own. Called again, only the model changes.
    /// </remarks>
    /// <exception cref="LongWriterException">The model's files are missing (<see cref="LongWriterError.InvalidModel"/>).</exception>
    /// <exception cref="OptionsValidationException">An option is not usable.</exception>
    public static ILongWriterBuilder UseTinyModel(this ILongWriterBuilder builder, string folder, Action<LocalModelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        folder = LongWriterTiny.Checked(folder);
        var model = new LocalModelOptions { ModelId = LongWriterTiny.ModelId, Sampling = LongWriterTiny.PartSampling };
        configure?.Invoke(model);
        model.Check();
        builder.UseChatClient(services => LongWriterTiny.Open(folder, model, services.GetService<TimeProvider>(), services.GetService<ILoggerFactory>()));
        // Another model for a writer that is set up already.
        if (builder.Services.Any(d => d.IsKeyedService && d.ServiceType == typeof(SetUp) && Equals(d.ServiceKey, builder.Name)))
            return builder;

        // Before all others, so that whatever the app sets comes later, even where it stands earlier.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<LongWriterOptions>>(new ConfigureNamedOptions<LongWriterOptions>(builder.Name, LongWriterTiny.Configure)));
        TopicPlanner.AddTo(builder);
        builder.Services.AddKeyedSingleton(builder.Name, new SetUp());
        return builder.AddReviewer<OutlineReviewer>().AddReviewer<TopicReviewer>().AddReviewer<RefrainReviewer>().Use(static (inner, _) => new EnglishOnlyLongWriter(inner));
    }

    /// <summary>Tells that a writer is set up.</summary>
    private sealed class SetUp;
}
