using System.Runtime.CompilerServices;

namespace LongWriter;

/// <summary>Refuses a document in a language that the writer has no prompt texts for: the model would write English all the same, which nobody asked for.</summary>
internal sealed class EnglishOnlyLongWriter(ILongWriter inner) : DelegatingLongWriter(inner)
{
    private const string English = "English";

    public override async IAsyncEnumerable<WritingUpdate> WriteStreamingAsync(WritingRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        await foreach (var update in Inner.WriteStreamingAsync(request, cancellationToken).ConfigureAwait(false))
            yield return update;
    }

    private void Check(WritingRequest request)
    {
        // Of a request that is not usable at all the writer itself says what is wrong.
        if (string.IsNullOrWhiteSpace(request.Instruction) || request.Language is { } tag && !RequestValidation.IsLanguageTag(tag))
            return;

        var language = request.Language ?? LanguageDetector.Detect(request.Instruction);
        var prompts = Inner.GetService<LongWriterOptions>()?.GetPrompts(language) ?? TinyPrompts.English;
        if (string.Equals(Primary(language), Primary(prompts.Language), StringComparison.OrdinalIgnoreCase))
            return;

        throw new LongWriterException(
            LongWriterError.InvalidRequest,
            language.Equals(English, StringComparison.OrdinalIgnoreCase)
                ? $"WritingRequest.Language is '{language}'; the tag of English is 'en'. Give that, or none."
                : $"{LongWriterTiny.ModelId} writes English only, and the document is to be in {LanguageDetector.GetName(language)}. Ask for it in English (WritingRequest.Language 'en' settles a doubt), or use another model.");
    }

    private static string Primary(string tag) => tag.Split('-', 2)[0];
}
