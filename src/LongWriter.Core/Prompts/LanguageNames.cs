using System.Collections.Frozen;

namespace LongWriter;

/// <summary>English and Chinese names of languages. A table of its own because culture data is switched off (invariant globalization).</summary>
internal static class LanguageNames
{
    /// <summary>Tag, English names (the first is the one for prompts), Chinese names.</summary>
    private static readonly (string Tag, string[] English, string[] Chinese)[] Rows =
    [
        ("en", ["English"], ["英语", "英文", "英語"]),
        ("en-GB", ["British English"], ["英式英语"]),
        ("en-US", ["American English"], ["美式英语"]),
        ("zh", ["Chinese", "Mandarin"], ["中文", "汉语", "漢語", "普通话", "国语"]),
        ("zh-Hans", ["Simplified Chinese"], ["简体中文", "简体字"]),
        ("zh-Hant", ["Traditional Chinese"], ["繁体中文", "繁體中文", "繁体字", "繁體字"]),
        ("ja", ["Japanese"], ["日语", "日文", "日語"]),
        ("ko", ["Korean"], ["韩语", "韩文", "韓文", "韓語"]),
        ("de", ["German"], ["德语", "德文", "德語"]),
        ("fr", ["French"], ["法语", "法文", "法語"]),
        ("es", ["Spanish", "Castilian"], ["西班牙语", "西班牙文", "西班牙語"]),
        ("it", ["Italian"], ["意大利语", "意大利文", "義大利文"]),
        ("pt", ["Portuguese"], ["葡萄牙语", "葡萄牙文"]),
        ("pt-BR", ["Brazilian Portuguese"], ["巴西葡萄牙语"]),
        ("nl", ["Dutch"], ["荷兰语", "荷兰文"]),
        ("ru", ["Russian"], ["俄语", "俄文", "俄語"]),
        ("uk", ["Ukrainian"], ["乌克兰语"]),
        ("pl", ["Polish"], ["波兰语"]),
        ("cs", ["Czech"], ["捷克语"]),
        ("sv", ["Swedish"], ["瑞典语"]),
        ("da", ["Danish"], ["丹麦语"]),
        ("nb", ["Norwegian"], ["挪威语"]),
        ("fi", ["Finnish"], ["芬兰语"]),
        ("hu", ["Hungarian"], ["匈牙利语"]),
        ("ro", ["Romanian"], ["罗马尼亚语"]),
        ("tr", ["Turkish"], ["土耳其语"]),
        ("el", ["Greek"], ["希腊语", "希腊文"]),
        ("ar", ["Arabic"], ["阿拉伯语", "阿拉伯文"]),
        ("fa", ["Persian", "Farsi"], ["波斯语"]),
        ("ur", ["Urdu"], ["乌尔都语"]),
        ("he", ["Hebrew"], ["希伯来语"]),
        ("hi", ["Hindi"], ["印地语"]),
        ("bn", ["Bengali"], ["孟加拉语"]),
        ("ta", ["Tamil"], ["泰米尔语"]),
        ("te", ["Telugu"], ["泰卢固语"]),
        ("ka", ["Georgian"], ["格鲁吉亚语"]),
        ("hy", ["Armenian"], ["亚美尼亚语"]),
        ("th", ["Thai"], ["泰语", "泰文"]),
        ("lo", ["Lao"], ["老挝语"]),
        ("km", ["Khmer"], ["高棉语"]),
        ("my", ["Burmese"], ["缅甸语"]),
        ("vi", ["Vietnamese"], ["越南语", "越南文"]),
        ("id", ["Indonesian"], ["印尼语", "印度尼西亚语"]),
        ("ms", ["Malay"], ["马来语"]),
        ("la", ["Latin"], ["拉丁语", "拉丁文"]),
    ];

    private static readonly FrozenDictionary<string, string> Names =
        Rows.ToFrozenDictionary(row => row.Tag, row => row.English[0], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Tags =
        Rows.SelectMany(row => row.English.Concat(row.Chinese).Select(name => (name, row.Tag)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.Tag, StringComparer.OrdinalIgnoreCase);

    /// <summary>An alternation of the English names for a regular expression, longer ones first.</summary>
    public static string EnglishPattern { get; } = Pattern(row => row.English);

    /// <summary>An alternation of the Chinese names for a regular expression, longer ones first.</summary>
    public static string ChinesePattern { get; } = Pattern(row => row.Chinese);

    /// <summary>The English name of a tag.</summary>
    public static string? Find(string tag) => Names.GetValueOrDefault(tag);

    /// <summary>The tag of an English or Chinese name.</summary>
    public static string GetTag(string name) => Tags[name];

    /// <summary>The same; null where it is no such name.</summary>
    public static string? FindTag(string name) => Tags.GetValueOrDefault(name);

    private static string Pattern(Func<(string Tag, string[] English, string[] Chinese), string[]> names) =>
        string.Join('|', Rows.SelectMany(names).OrderByDescending(name => name.Length));
}
