using System.Text;

namespace LongWriter.Tests;

/// <summary>Ninety-six ids: 0 to 2 are special, each other one is a word of one to four letters and a space.</summary>
internal sealed class LetterTokenizer : ModelTokenizer
{
    public const int End = 2;

    public override int VocabularySize => 96;

    public override IReadOnlyDictionary<string, int> SpecialTokens { get; } = new Dictionary<string, int> { ["<pad>"] = 0, ["<s>"] = 1, ["</s>"] = End };

    public override int? EosTokenId => End;

    public static string Word(int id) => new string((char)('a' + id % 26), 1 + id % 4) + " ";

    public override IReadOnlyList<int> Encode(string text, bool parseSpecial = false) => throw new NotSupportedException();

    public override ReadOnlyMemory<byte> BytesOf(int id) => Encoding.UTF8.GetBytes(id < 3 ? SpecialTokens.First(t => t.Value == id).Key : Word(id));

    public override string Decode(IEnumerable<int> ids, bool skipSpecial = true) => string.Concat(ids.Select(id => id < 3 && skipSpecial ? "" : Encoding.UTF8.GetString(BytesOf(id).Span)));

    public override TokenTextStream CreateStream(bool skipSpecial = true) => new Stream(this, skipSpecial);

    private sealed class Stream(LetterTokenizer tokenizer, bool skipSpecial) : TokenTextStream
    {
        public override string Add(int id) => tokenizer.Decode([id], skipSpecial);

        public override string Flush() => "";
    }
}
