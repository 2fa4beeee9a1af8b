using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LongWriter;

/// <summary>How "in German", "in English", … is said in other languages than English and Chinese.</summary>
internal static class LanguagePhrases
{
    private static readonly string[] Order = ["en", "zh", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "sv", "ar"];

    /// <summary>Words put before, and the languages' names in <see cref="Order"/>; "-" where the name is left out.</summary>
    private static readonly (string Before, string Names)[] Rows =
    [
        ("auf ", "Englisch Chinesisch Japanisch Koreanisch Deutsch Französisch Spanisch Italienisch Portugiesisch Niederländisch Russisch Polnisch Schwedisch Arabisch"),
        ("in ", "englischer chinesischer japanischer koreanischer deutscher französischer spanischer italienischer portugiesischer niederländischer russischer polnischer schwedischer arabischer"),
        ("en ", "anglais chinois japonais coréen allemand français espagnol italien portugais néerlandais russe polonais suédois arabe"),
        ("en ", "inglés chino japonés coreano alemán francés español italiano portugués neerlandés ruso polaco sueco árabe"),
        ("in ", "inglese cinese giapponese coreano tedesco francese spagnolo italiano portoghese olandese russo polacco svedese arabo"),
        ("em ", "inglês chinês japonês coreano alemão francês espanhol italiano português holandês russo polonês sueco árabe"),
        ("in het ", "Engels Chinees Japans Koreaans Duits Frans Spaans Italiaans Portugees Nederlands Russisch Pools Zweeds Arabisch"),
        ("på ", "engelska kinesiska japanska koreanska tyska franska spanska italienska portugisiska nederländska ryska polska svenska arabiska"),
        ("po ", "angielsku chińsku japońsku koreańsku niemiecku francusku hiszpańsku włosku portugalsku niderlandzku rosyjsku polsku szwedzku arabsku"),
        ("на ", "английском китайском японском корейском немецком французском испанском итальянском португальском нидерландском русском польском шведском арабском"),
        ("по-", "английски китайски японски корейски немецки французски испански итальянски португальски - русски польски шведски арабски"),
        ("", "англійською китайською японською корейською німецькою французькою іспанською італійською португальською нідерландською - польською шведською арабською"),
        ("", "英語で 中国語で 日本語で 韓国語で ドイツ語で フランス語で スペイン語で イタリア語で ポルトガル語で オランダ語で ロシア語で ポーランド語で スウェーデン語で アラビア語で"),
        ("", "영어로 중국어로 일본어로 한국어로 독일어로 프랑스어로 스페인어로 이탈리아어로 포르투갈어로 네덜란드어로 러시아어로 폴란드어로 스웨덴어로 아랍어로"),
        ("", "بالإنجليزية بالصينية باليابانية بالكورية بالألمانية بالفرنسية بالإسبانية بالإيطالية بالبرتغالية بالهولندية بالروسية بالبولندية بالسويدية بالعربية"),
        ("باللغة ", "الإنجليزية الصينية اليابانية الكورية الألمانية الفرنسية الإسبانية الإيطالية البرتغالية الهولندية الروسية البولندية السويدية العربية"),
    ];

    private static readonly (string Phrase, string Tag)[] Others =
    [
        ("українською", "uk"), ("по-украински", "uk"), ("på dansk", "da"), ("på norsk", "nb"), ("på engelsk", "en"), ("suomeksi", "fi"),
        ("englanniksi", "en"), ("česky", "cs"), ("v češtině", "cs"), ("anglicky", "en"), ("magyarul", "hu"), ("angolul", "en"), ("în română", "ro"),
        ("în engleză", "en"), ("türkçe olarak", "tr"), ("ingilizce olarak", "en"), ("στα ελληνικά", "el"), ("στα αγγλικά", "en"), ("בעברית", "he"),
        ("באנגלית", "en"), ("हिंदी में", "hi"), ("हिन्दी में", "hi"), ("अंग्रेज़ी में", "en"), ("अंग्रेजी में", "en"), ("bằng tiếng việt", "vi"),
        ("bằng tiếng anh", "en"), ("dalam bahasa indonesia", "id"), ("dalam bahasa inggris", "en"), ("เป็นภาษาไทย", "th"), ("เป็นภาษาอังกฤษ", "en"),
    ];

    /// <summary>Tag by phrase, in any case.</summary>
    public static FrozenDictionary<string, string> Tags { get; } = All()
        .GroupBy(pair => pair.Phrase, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.First().Tag, StringComparer.OrdinalIgnoreCase);

    /// <summary>An alternation of all phrases.</summary>
    public static string Pattern { get; } = string.Join('|', Tags.Keys.OrderByDescending(phrase => phrase.Length).Select(Regex.Escape));

    private static IEnumerable<(string Phrase, string Tag)> All()
    {
        foreach (var (before, names) in Rows)
        {
            foreach (var (name, tag) in names.Split(' ').Zip(Order))
            {
                if (name != "-")
                    yield return (before + name, tag);
            }
        }

        foreach (var other in Others)
            yield return other;
    }
}
