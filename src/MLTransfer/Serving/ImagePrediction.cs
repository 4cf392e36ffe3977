using MLTransfer.Data;

namespace MLTransfer;

/// <summary>What a classifier says of one image.</summary>
public sealed class ImagePrediction
{
    private readonly IReadOnlyList<string> _labels;
    private readonly float[] _scores;
    private readonly int _best;
    private Dictionary<string, float>? _byClass;

    internal ImagePrediction(string path, IReadOnlyList<string> labels, float[] scores)
    {
        (Path, _labels, _scores) = (path, labels, scores);
        _best = Array.IndexOf(scores, scores.Max());
    }

    /// <summary>The path of the image, or a description where it did not come from a file.</summary>
    public string Path { get; }

    /// <summary>The most probable class.</summary>
    public string Label => _labels[_best];

    /// <summary>Its probability, 0 to 1.</summary>
    public float Probability => _scores[_best];

    /// <summary>The probability of every class; together they make 1.</summary>
    public IReadOnlyDictionary<string, float> Scores
        => _byClass ??= _labels.Zip(_scores).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

    /// <summary>The <paramref name="count"/> most probable classes, best first; all, where there are not as many.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public IReadOnlyList<KeyValuePair<string, float>> Top(int count)
    {
        Bounds.Require(count >= 0, count, "at least 0");
        return [.. Scores.OrderByDescending(s => s.Value).Take(count)];
    }

    /// <summary>Path, label and probability.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}: {Label} ({Probability:p1})");
}
