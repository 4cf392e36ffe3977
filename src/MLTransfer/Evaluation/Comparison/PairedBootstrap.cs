using MLTransfer.Data;

namespace MLTransfer.Evaluation;

/// <summary>
/// The percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13) of the difference of two classifiers'
/// accuracies on the same images. An image drawn again counts +1 where only the first has it right, -1 where only the second has, else 0; so it is
/// enough to know how many there are of each, and the order of images does not matter.
/// </summary>
internal static class PairedBootstrap
{
    private const double Numbers = 1UL << 32;

    /// <param name="first">How many images only the first has right.</param>
    /// <param name="second">How many images only the second has right.</param>
    /// <param name="images">How many images there are.</param>
    /// <param name="resamples">How many times as many images are drawn.</param>
    /// <param name="confidence">More than 0 and less than 1.</param>
    /// <param name="seed">The same gives the same interval.</param>
    public static ConfidenceInterval Interval(int first, int second, int images, int resamples, double confidence, int seed)
    {
        ulong gains = (ulong)(first * Numbers / images), changes = (ulong)((first + (double)second) * Numbers / images);
        ulong state = (uint)seed;
        var differences = new int[resamples];
        for (int i = 0; i < resamples; i++)
            differences[i] = Draw(ref state, images, gains, changes);
        Array.Sort(differences);
        // What is cut off at each end is less than half of what the confidence leaves.
        int cut = (int)Math.Floor((1 - confidence) / 2 * resamples);
        return new ConfidenceInterval((double)differences[cut] / images, (double)differences[^(cut + 1)] / images, confidence);
    }

    private static int Draw(ref ulong state, int images, ulong gains, ulong changes)
    {
        int sum = 0;
        ulong random = 0;
        for (int i = 0; i < images; i++)
        {
            // A random number is enough for two images.
            random = i % 2 == 0 ? SplitMix64.Next(ref state) : random >> 32;
            ulong one = (uint)random;
            sum += one < gains ? 1 : one < changes ? -1 : 0;
        }

        return sum;
    }
}
