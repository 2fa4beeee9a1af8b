using System.Collections.Frozen;

namespace LongWriter;

/// <summary>Guesses the language a text is written in.</summary>
internal static class LanguageEvidence
{
    /// <summary>Letters that only count once their script is known to decide; by blocks of code points.</summary>
    private static readonly (int First, int Last, string Tag)[] Scripts =
    [
        (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "ru"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0600, 0x06FF, "ar"),
        (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B80, 0x0BFF, "ta"),
        (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"),
        (0x0E80, 0x0EFF, "lo"), (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"),
        (0xAC00, 0xD7A3, "ko"),
    ];

    private const string ChineseFunctionCharacters = "的是一写在和请关于了篇个字为与帮我这要以给們们關請寫";

    /// <summary>Common short words and the words in which one asks for a text, by language. Words that two languages share vote for both.</summary>
    private static readonly (string Tag, string Words)[] Common =
    [
        ("en", "the a an of and to in is for on with that this about write words word please how from by be it your you my are should i at as into story essay article"),
        ("de", "der die das und ein eine einen einer über mit für ist nicht von zu zum zur den dem des im auf ich bitte schreibe schreib schreiben verfasse erstelle wörter wörtern aufsatz artikel geschichte wie sich"),
        ("fr", "le la les un une des du de et en sur pour avec dans est que qui ce cette au aux mots écris écrivez écrire rédige rédigez rédiger histoire essai je vous comment plus par"),
        ("es", "el la los las un una de del y en sobre para con por que es al palabras escribe escriba escribir redacta redactar historia ensayo artículo cuento cómo su como lo"),
        ("it", "il lo la gli le un una di del della dei delle e in su per con che è al parole scrivi scrivere scriva redigi storia saggio articolo racconto come sul sulla nel nella"),
        ("pt", "o a os as um uma de do da dos das e em sobre para com por que é ao palavras escreva escreve escrever redija história ensaio artigo conto como na no não"),
        ("nl", "de het een en van over met voor in is op dat die niet aan te ik schrijf schrijven woorden verhaal artikel opstel hoe naar om bij"),
        ("sv", "och en ett att om på för med är som av det den skriv skriva ord uppsats berättelse artikel hur inte till jag från"),
        ("da", "og en et at om på for med er som af det den skriv skrive ord historie artikel hvordan ikke til jeg fra"),
        ("nb", "og en et å om på for med er som av det den skriv skrive ord historie artikkel hvordan ikke til jeg fra"),
        ("fi", "ja on ei se että kirjoita kirjoittaa sanan sanaa tarina artikkeli miten tai joka kuin aiheesta"),
        ("pl", "i w na z o do się jest nie że dla od po napisz napisać słów opowiadanie artykuł esej jak oraz które który"),
        ("cs", "a v na s o do se je není že pro od po napiš napište slov povídku článek esej jak nebo který které"),
        ("hu", "a az és egy hogy nem van írj írjon szó szavas szóból történetet cikket esszét hogyan meg ról ről"),
        ("ro", "și un o de la în cu pe pentru din este nu că scrie scrieți cuvinte poveste eseu articol despre cum care"),
        ("tr", "ve bir bu için ile de da ne nasıl yaz yazın yazınız kelime kelimelik hikaye makale hakkında olarak üzerine"),
        ("id", "dan yang di ke dari untuk dengan ini itu tentang tulis tulislah buat kata cerita artikel esai bagaimana adalah pada"),
        ("vi", "và của là một các cho với về trong không viết hãy từ bài truyện như được những để có"),
    ];

    private static readonly FrozenDictionary<string, int> Votes = Common
        .SelectMany((row, index) => row.Words.Split(' ').Distinct().Select(word => (word, bit: 1 << index)))
        .GroupBy(pair => pair.word, pair => pair.bit)
        .ToFrozenDictionary(group => group.Key, group => group.Aggregate(0, (mask, bit) => mask | bit));

    /// <summary>Whether <see cref="Guess"/> can tell a language, by the first part of its tag in lower case. A text in another one is taken for the nearest that it can tell.</summary>
    public static bool CanTell(string tag) => tag is "zh" or "ja" or "uk" or "ur" or "fa" || Common.Any(row => row.Tag == tag) || Scripts.Any(row => row.Tag == tag);

    /// <summary>The tag of the most likely language; <c>en</c> where there is too little to go by.</summary>
    public static string Guess(string text)
    {
        var (latin, latinWords, latinHits) = ReadLatin(text);
        var scripts = new int[Scripts.Length];
        int han = 0, kana = 0, function = 0;
        foreach (var c in text)
        {
            if (c < 0x0370 || !char.IsLetter(c))
                continue;

            if (c is >= '\u3041' and <= '\u30FF')
                kana++;
            else if (c is >= '\u3400' and <= '\u9FFF')
                (han, function) = (han + 1, function + (ChineseFunctionCharacters.Contains(c) ? 1 : 0));
            else if (Array.FindIndex(Scripts, script => c >= script.First && c <= script.Last) is >= 0 and var index)
                scripts[index]++;
        }

        // One unit is about a word; words that only tie a sentence together weigh more than names, which any text may quote.
        var best = (Tag: latin, Weight: latinHits + 0.25 * latinWords);
        Consider(IsJapanese(han, kana) ? "ja" : "zh", IsJapanese(han, kana) ? 0.5 * kana + 0.25 * han : function + 0.25 * han);
        for (var i = 0; i < Scripts.Length; i++)
            Consider(Scripts[i].Tag, Scripts[i].Tag == "ko" ? 0.4 * scripts[i] : 0.15 * scripts[i]);

        return best.Tag switch
        {
            "ru" when text.AsSpan().IndexOfAny("іїєґІЇЄҐ") >= 0 && text.AsSpan().IndexOfAny("ыэъЫЭЪ") < 0 => "uk",
            "ar" when text.AsSpan().IndexOfAny("ٹڈڑںے") >= 0 => "ur",
            "ar" when text.AsSpan().IndexOfAny("پچژگکی") >= 0 => "fa",
            _ => best.Tag,
        };

        void Consider(string tag, double weight)
        {
            if (weight > best.Weight)
                best = (tag, weight);
        }
    }

    /// <summary>A few kana may be quoted in a Chinese text; Japanese has them throughout.</summary>
    private static bool IsJapanese(int han, int kana) => kana >= 2 && kana * 4 >= han;

    private static (string Tag, int Words, int Hits) ReadLatin(string text)
    {
        Span<int> hits = stackalloc int[Common.Length];
        Span<char> lower = stackalloc char[16];
        var lookup = Votes.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = 0;
        var i = 0;
        while (i < text.Length)
        {
            if (!IsLatin(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && IsLatin(text[i]))
                i++;

            words++;
            var word = text.AsSpan(start, i - start);
            if (word.Length > lower.Length || !lookup.TryGetValue(lower[..word.ToLowerInvariant(lower)], out var mask))
                continue;

            for (var language = 0; mask != 0; language++, mask >>= 1)
                hits[language] += mask & 1;
        }

        var best = 0;
        for (var language = 1; language < hits.Length; language++)
        {
            if (hits[language] >= 2 && hits[language] > hits[best])
                best = language;
        }

        return (Common[best].Tag, words, hits[best]);
    }

    private static bool IsLatin(char c) =>
        char.IsAsciiLetter(c) || (c is >= '\u00C0' and <= '\u024F' or >= '\u1E00' and <= '\u1EFF' && c is not ('\u00D7' or '\u00F7'));
}
