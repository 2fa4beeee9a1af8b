namespace LongWriter;

/// <summary>Shares out a number of words in proportion, within bounds, exactly.</summary>
internal static class PlanAllocation
{
    /// <summary>
    /// Whole numbers that add up to <paramref name="total"/>, each within the bounds, proportional to the shares where the
    /// bounds let them (largest remainders). Bounds that no sharing out can keep are widened just as far as needed.
    /// </summary>
    public static int[] Share(double[] shares, int total, int minimum, int maximum)
    {
        minimum = Math.Min(minimum, total / shares.Length);
        maximum = Math.Max(maximum, (total + shares.Length - 1) / shares.Length);
        var exact = Bounded(shares, total, minimum, maximum);
        var words = exact.Select(x => Math.Clamp((int)Math.Floor(x + 1e-9), minimum, maximum)).ToArray();
        var order = Enumerable.Range(0, words.Length).OrderByDescending(i => exact[i] - words[i]).ThenBy(static i => i).ToArray();
        for (var left = total - words.Sum(); left != 0;)
        {
            var step = Math.Sign(left);
            foreach (var i in step > 0 ? order : order.Reverse())
            {
                if (left == 0 || words[i] + step < minimum || words[i] + step > maximum)
                    continue;

                words[i] += step;
                left -= step;
            }
        }

        return words;
    }

    // Shares beyond a bound are fixed at it and the rest is shared out again. The side that is further out goes first, so
    // that each round fixes at least one share for good.
    private static double[] Bounded(double[] shares, int total, int minimum, int maximum)
    {
        var exact = new double[shares.Length];
        var free = Enumerable.Range(0, shares.Length).ToList();
        double left = total;
        while (free.Count > 0)
        {
            var scale = left / free.Sum(i => shares[i]);
            double over = 0, under = 0;
            foreach (var i in free)
            {
                exact[i] = shares[i] * scale;
                over += Math.Max(exact[i] - maximum, 0);
                under += Math.Max(minimum - exact[i], 0);
            }

            if (over == 0 && under == 0)
                break;

            var bound = over >= under ? maximum : minimum;
            var beyond = free.Where(i => over >= under ? exact[i] > maximum : exact[i] < minimum).ToList();
            foreach (var i in beyond)
            {
                exact[i] = bound;
                left -= bound;
            }

            free = [.. free.Except(beyond)];
        }

        return exact;
    }
}
