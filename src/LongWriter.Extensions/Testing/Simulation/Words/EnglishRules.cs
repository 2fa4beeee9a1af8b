namespace LongWriter;

/// <summary>
/// How English sentences are built. No run of fixed words is longer than a handful, so two texts hardly ever share a long span.
/// </summary>
internal static class EnglishRules
{
    public static Dictionary<string, string[]> All { get; } = new()
    {
        ["people"] = EnglishWords.People,
        ["things"] = EnglishWords.Things,
        ["places"] = EnglishWords.Places,
        ["times"] = EnglishWords.Times,
        ["mass"] = EnglishWords.Mass,
        ["adj"] = EnglishWords.Adjectives,
        ["number"] = EnglishWords.Numbers,
        ["verb"] = EnglishWords.Verbs,
        ["modal"] = EnglishWords.Modals,
        ["adverb"] = EnglishWords.Adverbs,
        ["link"] = EnglishWords.Links,
        ["topic"] = EnglishWords.Mass,
        ["agents"] =
        [
            "{people}", "{adj} {people}", "{adj} {people}", "{people} from {adj} {places}", "{number} {people}", "{people} and {people}",
            "{people} with {adj} {things}", "the {adj} {people}", "most {people} near {places}",
        ],
        ["goods"] =
        [
            "{adj} {things}", "{adj} {things}", "the {things} of {people}", "{things} and {things}", "{things} for {adj} {places}",
            "{things} about {topic}", "{number} {adj} {things}", "{things} from {places}",
        ],
        ["object"] =
        [
            "{goods}", "{goods}", "{goods}", "{adj} {mass}", "{mass} and {mass}", "the {adj} side of {topic}", "{adj} {things} of {topic}",
            "{topic} and {adj} {things}", "{adj} work on {topic}", "the {mass} behind {topic}",
        ],
        ["where"] =
        [
            "in {adj} {places}", "with {adj} {mass}", "near {places} and {places}", "during {adj} {times}", "without {adj} {mass}",
            "between {places} and {places}", "for the {people} of {adj} {places}", "with {things} and {mass}", "from {times} to {times}",
            "in matters of {topic}", "under {adj} {things}",
        ],
        ["clause"] =
        [
            "{agents} {verb} {object}", "{agents} {verb} {object} {where}", "{agents} {modal} {verb} {object}", "{agents} {modal} {verb} {object} {where}",
            "{agents} {adverb} {verb} {object}", "{agents} {adverb} {verb} {object} {where}", "{agents} who {verb} {object} {modal} {verb} {object}",
            "{goods} were {verb}ed by {agents}", "{goods} were {verb}ed {where}", "{verb}ing {object} {modal} {verb} {object}",
            "it takes {adj} {mass} to {verb} {object}", "few {people} {verb} {object} before they {verb} {object}",
            "what {people} {verb} {where} {modal} {verb} {object}", "neither {people} nor {people} {adverb} {verb} {object}",
            "{people} {verb} and {verb} {object}", "{adj} {mass} {modal} {verb} {agents}", "{topic} {modal} {verb} {adj} {things}",
        ],
        ["opening"] =
        [
            "{where}", "{where}", "when {people} {verb} {object}", "once {adj} {things} were {verb}ed", "where {adj} work on {topic} counts",
            "after {number} {times}", "among {adj} {people}", "in {times} of {mass}", "if {adj} {people} {verb} {things}", "{adverb} and with {mass}",
        ],
        ["sentence"] =
        [
            "{clause}", "{clause}", "{clause} {where}", "{opening}, {clause}", "{opening}, {clause}", "{link}, {clause}", "{link}, {clause}",
            "{clause}, and {clause}", "{clause} because {clause}", "{clause}, but {clause}", "{clause} while {clause}", "{clause}; {clause}",
            "{clause} so that {people} {modal} {verb} {object}", "although {clause}, {clause}", "{link}, {opening}, {clause}",
        ],
        ["short"] =
        [
            "{clause}", "{adj} {people} {adverb} {verb} {adj} {things}", "{people} {modal} {verb} {things} and {things}", "{link}, {clause}",
            "{adj} {people} {modal} {verb} {adj} {things} {where}",
        ],
        ["heading"] =
        [
            "{adj} {things}", "{things} and {topic}", "{topic} and {mass}", "{adj} {people} and {adj} {things}", "{people} near {places}",
            "{mass} in {adj} {times}",
        ],
        ["restAfterAdjective"] = ["{things} and {agents} {verb} {object}", "{things} {where} and {agents} {adverb} {verb} {object}"],
        ["restAfterModal"] = ["{verb} {object} {where}", "{verb} {object} {where} and {verb} {adj} {things}"],
        ["restAfterVerb"] = ["{goods} and {agents} {verb} {object}", "{goods} {where} and {agents} {adverb} {verb} {object}"],
        ["restAfterNoun"] = ["and {agents} {verb} {object}", "and {agents} {modal} {verb} {object} {where}"],
        ["point"] =
        [
            "How {people} {verb} the {adj} {things} of {topic}, and what {adj} {mass} {modal} {verb}",
            "The {adj} {things} behind {topic}, seen by {people} who {verb} {adj} {mass}",
            "Why {topic} {modal} {verb} {adj} {people} in {adj} {places}, with examples of {things}",
            "What {adj} {people} {verb} about {topic} during {adj} {times}, and which {things} they {verb}",
            "The {mass} of {topic} in {adj} {places}, from {adj} {things} to {things}",
        ],
    };
}
