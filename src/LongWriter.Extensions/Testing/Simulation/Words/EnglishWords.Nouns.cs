namespace LongWriter;

/// <summary>The English word lists.</summary>
internal static partial class EnglishWords
{
    public static string[] People { get; } =
        """
        teachers farmers sailors nurses clerks bakers painters masons weavers pilots judges porters printers miners brewers gardeners
        librarians engineers surveyors carpenters singers dancers poets editors reporters merchants bankers soldiers captains rangers
        shepherds fishermen tailors smiths potters cooks waiters drivers mechanics chemists doctors surgeons dentists lawyers mayors
        ministers delegates voters tenants owners neighbours travellers pilgrims students scholars tutors pupils apprentices masters
        veterans beginners critics visitors guests hosts parents children cousins widows orphans elders strangers friends partners
        rivals managers foremen inspectors auditors brokers traders dealers collectors curators archivists translators interpreters
        designers architects builders plumbers electricians roofers glaziers foresters hunters beekeepers millers tanners dyers cobblers
        jewellers clockmakers musicians actors directors players coaches referees swimmers climbers cyclists walkers
        """.Words();

    public static string[] Things { get; } =
        """
        maps ledgers letters tools bridges lamps wells clocks boats books pictures records drawings seeds ropes baskets kettles mirrors
        windows doors roofs walls fences gates stairs cellars tables chairs shelves drawers boxes barrels bottles jars bowls plates spoons
        knives scissors needles threads ribbons coats gloves boots hats blankets curtains carpets candles matches stoves chimneys pipes
        pumps wheels axles engines wagons carts sledges saddles bridles bells drums flutes violins songs stories poems speeches essays
        lists notes tickets stamps coins bills receipts contracts treaties laws rules permits licences reports charts tables graphs figures
        samples models plans sketches patterns recipes remedies experiments instruments lenses scales rulers compasses anchors sails
        masts oars nets hooks traps arrows shields flags banners signs posters journals diaries albums archives catalogues manuals
        """.Words();

    public static string[] Places { get; } =
        """
        harbours villages valleys markets workshops kitchens gardens schools libraries churches stations offices factories mills mines
        quarries forests orchards meadows pastures fields farms barns stables courtyards streets squares alleys suburbs towns cities
        provinces islands bays rivers lakes canals deserts hills mountains plateaus passes caves cliffs beaches marshes parks museums
        theatres galleries taverns inns hospitals courts prisons barracks castles palaces temples towers archives laboratories studios
        shipyards warehouses depots borders crossroads
        """.Words();

    public static string[] Times { get; } =
        """
        winters summers springs autumns mornings evenings nights weeks months years decades seasons harvests holidays festivals wars
        famines droughts floods storms elections journeys lessons meetings debates trials voyages vacations weekends generations
        """.Words();

    public static string[] Mass { get; } =
        """
        patience courage knowledge trust silence hunger wisdom curiosity discipline friendship loyalty justice freedom poverty wealth
        progress trade travel weather bread water salt sugar timber iron copper glass paper cotton wool leather clay stone sand coal
        music laughter memory language grammar logic evidence advice research history geography medicine law order luck ambition pride
        humour grief hope doubt caution craft practice training education housing transport traffic noise energy steam light darkness
        rain snow fog dust smoke fire
        """.Words();

    private static string[] Words(this string text) =>
        [.. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Distinct()];
}
