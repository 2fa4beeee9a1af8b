using System.Text;

namespace LongWriter.Tests;

/// <summary>Strings of all scripts, spaces, controls, emoji and code, the same on every run.</summary>
internal static class FuzzedText
{
    private static readonly string[] Words =
    [
        "the", "Hello", "don't", "I'LL", "we'Ve", "it'ſ", "world", "2024", "3.14159", "1,000", "naïve", "Straße", "中文字符", "日本語", "한국어", "ไทย", "हिन्दी", "עברית", "العربية",
        "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "e\u0301", "\u1112\u1161\u11AB", "½", "Ⅷ", "𝒳𝒴", "𠀀𠀁", "𝟘𝟙", "𐐷", "for(int i=0;i<n;++i){", "def f(x):\n    return x**2", "{\"a\":[1,2]}", "…", "“q”",
        "<|eot_id|>", "<tool>", "<0x41>", "\0", "\u200D", "low", "lower", "newest", "widest", "aaaa", "ababab",
    ];

    private static readonly string[] Spaces = [" ", "  ", "\t", "\n", "\r", "\r\n", "\n\n", "\v", "\f", "\u0085", "\u00A0", "\u1680", "\u2003", "\u200B", "\u2028", "\u202F", "\u3000", "\uFEFF", "\u001C"];

    public static IEnumerable<string> Strings(int count, int seed, bool surrogates = false)
    {
        var random = new Random(seed);
        yield return "";
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (var part = random.Next(1, 14); part > 0; part--)
            {
                text.Append(random.Next(4) switch
                {
                    0 => Words[random.Next(Words.Length)],
                    1 => Spaces[random.Next(Spaces.Length)],
                    2 => AnyRune(random),
                    _ => Words[random.Next(Words.Length)] + " ",
                });
                if (surrogates && random.Next(3) == 0)
                    text.Append((char)random.Next(0xD800, 0xE000));
            }

            yield return text.ToString();
        }
    }

    private static string AnyRune(Random random)
    {
        int[] ends = [0x80, 0x250, 0x800, 0x3100, 0xFFFF, 0x11FFF, 0x1FAFF, 0x110000];
        var value = random.Next(ends[random.Next(ends.Length)]);
        return Rune.IsValid(value) ? new Rune(value).ToString() : "�";
    }
}
