using System.Text;

namespace LongWriter.Tests;

/// <summary>Bytes, a few longer pieces (always the longest that fits), and the control tokens of <see cref="BracketTemplate"/>.</summary>
internal sealed class LetterTokenizer : ModelTokenizer
{
    private static readonly byte[][] Pieces = [.. new[] { ".\n\n", "\n\n", "\n\n(", " th", " the", "er", "ing", ". ", ", ", " a", "en", "ST", "OP" }.Select(Encoding.UTF8.GetBytes)];

    public const int System = 300;
    public const int User = 301;
    public const int Assistant = 302;
    public const int End = 303;

    public override int VocabularySize => 304;

    public override IReadOnlyDictionary<string, int> SpecialTokens { get; } =
        new Dictionary<string, int> { ["<sys>"] = System, ["<usr>"] = User, ["<ast>"] = Assistant, ["<end>"] = End };

    public override IReadOnlyList<int> Encode(string text, bool parseSpecial = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        var ids = new List<int>();
        while (!bytes.IsEmpty)
        {
            var best = -1;
            for (var i = 0; i < Pieces.Length; i++)
            {
                if (bytes.StartsWith(Pieces[i]) && (best < 0 || Pieces[i].Length > Pieces[best].Length))
                    best = i;
            }

            ids.Add(best < 0 ? bytes[0] : 256 + best);
            bytes = bytes[(best < 0 ? 1 : Pieces[best].Length)..];
        }

        return ids;
    }

    public override ReadOnlyMemory<byte> BytesOf(int id) => id switch
    {
        < 0 => default,
        < 256 => new byte[] { (byte)id },
        < 300 => id - 256 < Pieces.Length ? Pieces[id - 256] : default(ReadOnlyMemory<byte>),
        _ => Encoding.UTF8.GetBytes(SpecialTokens.FirstOrDefault(p => p.Value == id).Key ?? ""),
    };

    public override string Decode(IEnumerable<int> ids, bool skipSpecial = true) =>
        Encoding.UTF8.GetString([.. ids.Where(id => !skipSpecial || id < 300).SelectMany(id => BytesOf(id).ToArray())]);

    public override TokenTextStream CreateStream(bool skipSpecial = true) => new Stream(this, skipSpecial);

    private sealed class Stream(LetterTokenizer tokenizer, bool skipSpecial) : TokenTextStream
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

        public override string Add(int id) => Decode(skipSpecial && id >= 300 ? default : tokenizer.BytesOf(id).Span, false);

        public override string Flush() => Decode(default, true);

        private string Decode(ReadOnlySpan<byte> bytes, bool flush)
        {
            var chars = new char[bytes.Length + 4];
            return new(chars, 0, _decoder.GetChars(bytes, chars, flush));
        }
    }
}
