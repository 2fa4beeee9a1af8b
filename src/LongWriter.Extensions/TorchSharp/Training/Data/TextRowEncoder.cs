using System.Text;

namespace LongWriter;

/// <summary>Texts as sequences of which everything is learned.</summary>
internal sealed class TextRowEncoder
{
    private static readonly string[] Ends = ["<|endoftext|>", "<|end_of_text|>", "<|end▁of▁sentence|>", "</s>", "<eos>"];
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly ModelTokenizer _tokenizer;
    private readonly TrainingDataOptions _options;
    private readonly int _end;

    /// <exception cref="LongWriterException">The tokenizer has no such end-of-text token.</exception>
    public TextRowEncoder(ModelTokenizer tokenizer, TrainingDataOptions options)
    {
        (_tokenizer, _options) = (tokenizer, options);
        _end = EndOfText(tokenizer, options.EndOfText);
    }

    public EncodedRow Encode(DataRow row)
    {
        var text = Text(row);
        int[] ids = [.. _tokenizer.BosTokenId is { } begin ? [begin] : Array.Empty<int>(), .. _tokenizer.Encode(text), _end];
        ModelIds.Check(row, ids, _options.Model);
        var longest = _options.Longest;
        return ids.Length <= longest ? new(RowFate.Whole, TrainingSequence.Of(row.Id, ids)) : _options.Overlong switch
        {
            OverlongRows.Drop => new(RowFate.Dropped),
            OverlongRows.Cut => new(RowFate.Cut, TrainingSequence.Of(row.Id, ids[..longest])),
            _ => new(RowFate.Split, [.. Parts(row.Id, ids, longest)]),
        };
    }

    /// <summary>A row's text.</summary>
    public static string Text(DataRow row)
    {
        var text = row.IsText ? Plain(row) : row.Read(element => DataRow.Field(element, "text") is { } field
            ? row.Text(field, "text")
            : throw row.Fault("has no 'text'; conversations are read as such"));
        return string.IsNullOrWhiteSpace(text) ? throw row.Fault("has an empty text") : text;
    }

    private static IEnumerable<TrainingSequence> Parts(string id, int[] ids, int longest)
    {
        for (var (start, part) = (0, 1); start < ids.Length; part++)
        {
            var length = Math.Min(longest, ids.Length - start);
            // A part of one token has nothing to learn, so the last one takes a token from the one before it.
            if (ids.Length - start - length == 1 && length > 2)
                length--;
            yield return TrainingSequence.Of(part == 1 ? id : $"{id} part {part}", ids[start..(start + length)]);
            start += length;
        }
    }

    private static string Plain(DataRow row)
    {
        try
        {
            return Strict.GetString(row.Bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw row.Fault("begins a text that is no UTF-8", exception);
        }
    }

    private static int EndOfText(ModelTokenizer tokenizer, string? name)
    {
        if (name is not null)
        {
            return tokenizer.SpecialTokens.TryGetValue(name, out var chosen)
                ? chosen
                : throw new LongWriterException(LongWriterError.InvalidRequest, $"{nameof(TrainingDataOptions.EndOfText)} is '{name}', which is no special token of the tokenizer. It has: {string.Join(", ", tokenizer.SpecialTokens.Keys.Take(20))}.");
        }

        foreach (var known in Ends)
        {
            if (tokenizer.SpecialTokens.TryGetValue(known, out var id))
                return id;
        }

        return tokenizer.EosTokenId ?? throw new LongWriterException(LongWriterError.InvalidModel, $"The tokenizer has no token that ends a text. Name one as {nameof(TrainingDataOptions.EndOfText)}.");
    }
}
