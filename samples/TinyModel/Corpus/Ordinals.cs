namespace TinyModel.Corpus;

/// <summary>Numbers in words, for the clocks of documents.</summary>
internal static class Ordinals
{
    private static readonly string[] Small =
    [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] SmallOrdinals =
    [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
        "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>"twenty-one"; from 1 to 99.</summary>
    public static string Cardinal(int n) => n < 20 ? Small[n] : Tens[n / 10] + (n % 10 == 0 ? "" : "-" + Small[n % 10]);

    /// <summary>"twenty-first"; from 1 to 99.</summary>
    public static string Ordinal(int n) => n < 20 ? SmallOrdinals[n] : n % 10 == 0 ? Tens[n / 10][..^1] + "ieth" : Tens[n / 10] + "-" + SmallOrdinals[n % 10];
}
