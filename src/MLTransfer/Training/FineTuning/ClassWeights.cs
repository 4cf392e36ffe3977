namespace MLTransfer.Training.FineTuning;

/// <summary>Weights of classes in the loss.</summary>
internal static class ClassWeights
{
    /// <summary>
    /// Weights by which all classes count the same, however many images they have: images / (classes * images of the class). Classes without images
    /// get 0 and are not counted, so the mean weight of an image is 1.
    /// </summary>
    /// <param name="counts">The number of images of each class.</param>
    public static float[] Balanced(int[] counts)
    {
        double images = counts.Sum(c => (long)c);
        int classes = counts.Count(c => c > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (float)(images / ((double)classes * count)))];
    }
}
