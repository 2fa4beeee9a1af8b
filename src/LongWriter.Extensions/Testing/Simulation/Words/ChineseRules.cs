namespace LongWriter;

/// <summary>How Chinese sentences are built.</summary>
internal static class ChineseRules
{
    public static Dictionary<string, string[]> All { get; } = new()
    {
        ["people"] = ChineseWords.People,
        ["things"] = ChineseWords.Things,
        ["places"] = ChineseWords.Places,
        ["times"] = ChineseWords.Times,
        ["mass"] = ChineseWords.Mass,
        ["adj"] = ChineseWords.Adjectives,
        ["verb"] = ChineseWords.Verbs,
        ["adverb"] = ChineseWords.Adverbs,
        ["link"] = ChineseWords.Links,
        ["topic"] = ChineseWords.Mass,
        ["agents"] = ["{people}", "{adj}的{people}", "{places}里的{people}", "{people}与{people}", "{adj}的{people}"],
        ["goods"] = ["{adj}的{things}", "{adj}的{things}", "{things}和{things}", "{people}的{things}", "有关{topic}的{things}", "{places}里的{things}"],
        ["object"] = ["{goods}", "{goods}", "{adj}的{mass}", "{mass}与{mass}", "{topic}的{mass}", "{topic}中{adj}的{things}"],
        ["where"] = ["在{adj}的{places}", "在{places}与{places}之间", "凭着{mass}", "{times}在{places}", "为了{adj}的{mass}"],
        ["clause"] =
        [
            "{agents}{adverb}{verb}{object}", "{agents}{where}{verb}{object}", "{agents}{adverb}{where}{verb}{object}",
            "{goods}由{agents}{adverb}{verb}", "{people}用{things}{verb}{object}", "{agents}请{people}{verb}{object}",
            "{mass}使{agents}{adverb}{verb}{object}", "{agents}{verb}{things}并{verb}{object}", "{where}{verb}{object}的{people}{adverb}{verb}{goods}",
        ],
        ["opening"] = ["{times}", "说到{topic}", "{where}", "当{people}{verb}{object}时", "谈及{topic}的{mass}", "有了{adj}的{things}"],
        ["sentence"] =
        [
            "{opening}，{clause}", "{opening}，{clause}", "{clause}，{clause}", "{link}，{clause}", "{link}，{opening}，{clause}",
            "{clause}，而{clause}", "因为{clause}，所以{clause}", "虽然{clause}，但是{clause}", "{link}，{clause}，也{verb}{object}", "{clause}；{clause}",
        ],
        ["short"] =
        [
            "{people}{adverb}{verb}{things}", "{people}{verb}{adj}的{things}", "{people}{adverb}{verb}{adj}的{things}", "{people}和{people}{verb}{things}",
            "{people}在{places}{verb}{things}", "{times}，{people}{adverb}{verb}{things}", "{adj}的{people}{adverb}{verb}{mass}", "{link}，{people}{adverb}{verb}{adj}的{things}",
            "{people}与{people}{times}{adverb}{verb}{adj}的{things}", "{people}{where}{verb}{things}",
        ],
        ["heading"] = ["{adj}的{things}", "{things}与{mass}", "{topic}与{mass}", "{places}里的{people}"],
        ["restAfterParticle"] = ["{things}，{clause}", "{things}与{things}，{clause}"],
        ["point"] =
        [
            "{people}{where}怎样{verb}{topic}中{adj}的{things}，以及{mass}的意义",
            "{topic}与{adj}的{things}，{people}怎样{adverb}{verb}{mass}",
            "{adj}的{people}为何{verb}{topic}的{things}，以{places}里的{things}为例",
            "{times}{topic}给{people}带来的{mass}，以及{adj}的{things}",
        ],
    };
}
