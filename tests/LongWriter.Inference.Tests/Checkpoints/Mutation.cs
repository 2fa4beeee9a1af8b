using System.Text;

namespace LongWriter.Tests;

/// <summary>Damages texts: bytes changed, cut out, doubled, and hostile pieces put in place of numbers and anywhere else.</summary>
internal static class Mutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "-1", "0", "1e308", "1e999", "1.5", "9223372036854775807", "18446744073709551616", "4294967296", "null", "true", "[]", "{}", "\"\"", "\"x\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "\"\\ud800\"", "\\u0000", "NaN", ",", ":", "}", "{", "\"", "//", "\"dtype\":\"F32\",", "[1,2,3,4,5,6,7,8,9]",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xED, 0xA0, 0x80], [0],
    ];

    public static byte[] Of(byte[] text, Random random, int steps)
    {
        var bytes = new List<byte>(text);
        for (var step = 0; step < steps && bytes.Count > 2; step++)
        {
            var place = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(place, Math.Min(1 + random.Next(8), bytes.Count - place));
                    break;
                case 2:
                    bytes.InsertRange(place, bytes.GetRange(place, Math.Min(1 + random.Next(40), bytes.Count - place)));
                    break;
                case 3:
                    bytes.InsertRange(place, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    ReplaceNumber(bytes, place, random);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void ReplaceNumber(List<byte> bytes, int place, Random random)
    {
        var start = bytes.FindIndex(place, letter => letter is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return;
        var end = start;
        while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, random.Next(2) == 0 ? Pieces[random.Next(Pieces.Length)] : Encoding.UTF8.GetBytes(random.Next(64).ToString()));
    }
}
