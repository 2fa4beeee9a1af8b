using TinyModel.Corpus;

namespace TinyModel.Rows;

/// <summary>Draws lengths that may be trained on.</summary>
internal static class Lengths
{
    /// <summary>A length, uniform in its logarithm, half of them round, none in a held-out band.</summary>
    public static int Draw(Choices choices, int low, int high)
    {
        while (true)
        {
            var words = choices.LogUniform(low, high);
            if (choices.Uniform() < 0.5)
                words = Round(words);
            if (words >= low && words <= high && !HeldOut.Covers(words))
                return words;
        }
    }

    /// <summary>As <see cref="Draw"/>, half of them uniform in themselves: of what has a line for each section, long ones have to be met often.</summary>
    public static int DrawLong(Choices choices, int low, int high)
    {
        var half = choices.Uniform() < 0.5;
        return Draw(choices, half ? Math.Min(high - 10, low + (int)((high - low) * choices.Uniform())) : low, high);
    }

    private static int Round(int words)
    {
        var step = words < 100 ? 10 : words < 400 ? 50 : words < 1_000 ? 100 : 500;
        return (words + step / 2) / step * step;
    }
}
