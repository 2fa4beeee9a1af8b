namespace LongWriter;

/// <summary>The buckets of required length of LongBench-Write (LongWriter, section 4.1), and what is beyond them.</summary>
internal static class LengthBuckets
{
    public static readonly string[] Names = ["[0,500)", "[500,2k)", "[2k,4k)", "[4k,20k]", ">20k"];

    public static string Of(int words) => words switch
    {
        < 500 => Names[0],
        < 2_000 => Names[1],
        < 4_000 => Names[2],
        <= 20_000 => Names[3],
        _ => Names[4],
    };
}
