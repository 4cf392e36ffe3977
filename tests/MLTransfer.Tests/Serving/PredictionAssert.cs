namespace MLTransfer.Tests.Serving;

/// <summary>Compares predictions.</summary>
internal static class PredictionAssert
{
    /// <summary>What a reloaded classifier may differ by.</summary>
    public const float Tolerance = 1e-5f;

    public static void Same(ImagePrediction expected, ImagePrediction actual, float tolerance = Tolerance)
    {
        Assert.Equal(expected.Label, actual.Label);
        Assert.Equal(expected.Scores.Keys, actual.Scores.Keys);
        Assert.All(expected.Scores, score => Assert.Equal(score.Value, actual.Scores[score.Key], tolerance));
    }

    public static void Same(IEnumerable<ImagePrediction> expected, IEnumerable<ImagePrediction> actual)
    {
        ImagePrediction[] wanted = [.. expected], got = [.. actual];
        Assert.Equal(wanted.Select(p => p.Path), got.Select(p => p.Path));
        Assert.All(wanted.Zip(got), pair => Same(pair.First, pair.Second));
    }
}
