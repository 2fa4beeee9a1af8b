namespace LongWriter;

/// <summary>The length score S_l of LongBench-Write (LongWriter, section 4.2).</summary>
public static class LengthScore
{
    /// <summary>
    /// Scores a written length y against a required length x: for y &gt; x it is 100·max(0, 1 − (y/x − 1)/3), else
    /// 100·max(0, 1 − (x/y − 1)/2). Zero from y = 4x and y = x/3 on; nothing written scores 0, where the reference code divides by zero.
    /// </summary>
    /// <param name="required">The required length x in words; positive.</param>
    /// <param name="written">The written length y in words.</param>
    /// <returns>The score, 0 to 100.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="required"/> is not positive or <paramref name="written"/> is negative.</exception>
    public static double Compute(int required, int written)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(required);
        ArgumentOutOfRangeException.ThrowIfNegative(written);
        if (written == 0)
            return 0;

        double x = required, y = written;
        return 100 * Math.Max(0, y > x ? 1 - ((y / x) - 1) / 3 : 1 - ((x / y) - 1) / 2);
    }
}
