namespace LongWriter;

internal static partial class EnglishWords
{
    /// <summary>Transitive verbs that take -ed and -ing as they are.</summary>
    public static string[] Verbs { get; } =
        """
        accept adapt adjust adopt affect answer appoint avoid borrow chart check claim clean collect connect consult correct count cover
        craft defend deliver demand depict design detect develop direct discuss discover display disturb doubt draft enjoy enter expand
        expect explain extend favour filter finish follow furnish gather govern greet guard harvest honour inherit inspect interpret
        invent join launch lift limit link load maintain mark master mend mention monitor neglect obey obtain offer open order paint
        pardon perfect perform plant portray present print protect publish question rank reach recall reckon recommend reconsider record
        recover reform refresh regard register reject remember render repair repeat report respect restrict return reward scatter search
        select sharpen shelter sort strengthen support suspect sustain test touch trust unfold visit watch weaken weigh widen witness
        """.Words();

    /// <summary>Verbs without an object, for very short sentences.</summary>
    public static string[] Intransitive { get; } =
        "wait rest listen agree hesitate work travel return sing argue wonder linger sleep smile complain nod vanish arrive depart gather".Words();

    public static string[] Modals { get; } = "can may must should might could would will".Words();

    public static string[] Adverbs { get; } =
        """
        often seldom rarely usually quietly slowly quickly carefully gladly openly secretly patiently bravely calmly eagerly freely
        gently honestly jointly kindly loudly mostly nearly neatly nowadays obviously partly plainly politely promptly properly rightly
        safely sharply silently simply steadily strictly suddenly truly warmly wisely
        """.Words();

    public static string[] Adjectives { get; } =
        """
        old young new quiet busy narrow broad careful honest patient clever stubborn gentle rough smooth heavy light bright dark pale
        distant nearby local foreign northern southern eastern western coastal rural urban modern ancient medieval recent early late
        common rare simple complex plain ornate modest proud humble cheerful gloomy calm restless silent noisy famous forgotten hidden
        visible broken sturdy fragile precious cheap costly useful useless sensible curious strange familiar reliable doubtful sincere
        generous greedy thrifty wealthy poor hungry thirsty weary eager reluctant faithful loyal skilled clumsy swift slow steady sudden
        gradual constant temporary permanent public private formal informal official secret domestic maritime wooden metal woollen
        painted polished rusty dusty damp frozen fertile barren crowded empty lonely open remote sheltered windy sunny
        """.Words();

    public static string[] Numbers { get; } =
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty several countless hundred".Words().Where(w => w != "hundred").ToArray();

    /// <summary>What joins a sentence to the one before.</summary>
    public static string[] Links { get; } =
    [
        "however", "even so", "for this reason", "in practice", "by contrast", "meanwhile", "as a result", "in the same way", "at first",
        "later on", "above all", "on the whole", "nevertheless", "besides", "of course", "therefore", "in the end", "now and then",
        "at the same time", "on the other hand", "after all", "in truth", "to begin with", "more often than not", "strange to say",
        "for a while", "little by little", "without much ado", "as a rule", "in return", "all the same", "once again", "in theory",
    ];

    /// <summary>Words of a task or a main point that say nothing about the subject.</summary>
    public static string[] Plain { get; } =
        """
        about above across after again against along also although among another anyone article because been before behind being below
        between both chapter compose could cover create detailed does done down during each either else essay even every example examples
        explain following from give goes guide have having here into itself just know least length less like long make many minimum more
        most much must need neither never only other otherwise over paper part people piece please point produce provide read reader readers section seen
        should shows since some story such take task text than that their them then there these they thing this those through under
        until upon used using very want well were what when where whether which while whose will with within without word words would
        write writing written your yourself
        """.Words();
}
