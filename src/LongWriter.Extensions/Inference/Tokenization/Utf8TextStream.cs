using System.Text;

namespace LongWriter;

/// <summary>Text of tokens as they come; the bytes of an unfinished character wait for the next token.</summary>
/// <param name="tokenizer">Knows each token's bytes.</param>
/// <param name="skipped">Which ids are left out.</param>
/// <param name="stripsFirstSpace">Whether a space at the very beginning is left out.</param>
internal sealed class Utf8TextStream(ModelTokenizer tokenizer, bool[] skipped, bool stripsFirstSpace) : TokenTextStream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private bool _begun = !stripsFirstSpace;

    public override string Add(int id)
    {
        var bytes = (uint)id < (uint)skipped.Length && skipped[id] ? default : tokenizer.BytesOf(id).Span;
        if (!_begun && !bytes.IsEmpty)
        {
            _begun = true;
            bytes = bytes[0] == ' ' ? bytes[1..] : bytes;
        }

        return bytes.IsEmpty ? "" : Take(bytes, false);
    }

    public override string Flush() => Take([], true);

    private string Take(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> text = bytes.Length < 128 ? stackalloc char[256] : new char[bytes.Length + 4];
        return text[.._decoder.GetChars(bytes, text, flush)].ToString();
    }
}
