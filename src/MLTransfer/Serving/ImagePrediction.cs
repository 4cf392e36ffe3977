using MLTransfer.Data;

namespace MLTransfer;

/// <summary>What a classifier says of one image.</summary>
public sealed class ImagePrediction
{
    private readonly IReadOnlyList<string> _labels;
    private readonly float[] _scores;
    private readonly int _best;
    private readonly float _sureFrom;
    private Dictionary<string, float>? _byClass;

    /// <param name="path">The image.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="scores">Their probabilities.</param>
    /// <param name="sureFrom">The least probability that counts as sure.</param>
    internal ImagePrediction(string path, IReadOnlyList<string> labels, float[] scores, float sureFrom = 0)
    {
        (Path, _labels, _scores, _sureFrom) = (path, labels, scores, sureFrom);
        _best = Array.IndexOf(scores, scores.Max());
    }

    /// <summary>The path of the image, or a description where it did not come from a file.</summary>
    public string Path { get; }

    /// <summary>The most probable class, also where the classifier is not sure of it.</summary>
    public string Label => _labels[_best];

    /// <summary>Its probability, 0 to 1.</summary>
    public float Probability => _scores[_best];

    /// <summary>
    /// Whether the probability reaches <see cref="ImageClassifierOptions.AbstainBelow"/>; true where that is not set. What is not sure is better shown
    /// to a person.
    /// </summary>
    public bool IsSure => Probability >= _sureFrom;

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
    public override string ToString()
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path}: {Label} ({Probability:p1}{(IsSure ? "" : ", not sure")})");
}
