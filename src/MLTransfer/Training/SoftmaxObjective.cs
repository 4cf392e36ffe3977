using System.Numerics.Tensors;

namespace MLTransfer.Training;

/// <summary>
/// The mean cross-entropy of multinomial logistic regression over a set, plus l2 / 2 |W|^2 (biases go free), and its gradient. With weights of
/// classes the mean is a weighted one. Parameters: the weights [classes, features], then the biases [classes].
/// </summary>
internal sealed class SoftmaxObjective
{
    private readonly float[][] _features;
    private readonly IReadOnlyList<int> _labels;
    private readonly int _classes;
    private readonly int _length;
    private readonly float[]? _classWeights;
    private readonly double _totalWeight;
    private readonly Part[] _parts;

    /// <param name="features">Standardised features.</param>
    /// <param name="labels">The class of each, counted from 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="threads">The number of parts that are summed apart. Sums of floats depend on it, so it is part of what makes a run
    /// repeatable.</param>
    /// <param name="classWeights">What an image of each class counts; null where all count the same.</param>
    public SoftmaxObjective(float[][] features, IReadOnlyList<int> labels, int classes, int threads, float[]? classWeights = null)
    {
        (_features, _labels, _classes, _length, _classWeights) = (features, labels, classes, features[0].Length, classWeights);
        _totalWeight = classWeights is null ? features.Length : labels.Sum(label => (double)classWeights[label]);
        int parts = Math.Min(threads, features.Length);
        _parts = [.. Enumerable.Range(0, parts).Select(i => new Part(
            (int)((long)features.Length * i / parts), (int)((long)features.Length * (i + 1) / parts), new float[ParameterCount]))];
    }

    /// <summary>The number of images.</summary>
    public int Count => _features.Length;

    public int ParameterCount => _classes * (_length + 1);

    /// <summary>The share of images classified rightly at the parameters last evaluated.</summary>
    public double Accuracy => (double)_parts.Sum(p => p.Hits) / _features.Length;

    /// <summary>The mean cross-entropy, without the penalty, at the parameters last evaluated.</summary>
    public double Loss => _parts.Sum(p => p.Loss) / _totalWeight;

    /// <summary>The value; writes the gradient.</summary>
    public double Evaluate(float[] parameters, double l2, float[] gradient)
    {
        Parallel.ForEach(_parts, part => Sum(part, parameters, withGradient: true));
        TensorPrimitives.Multiply(_parts[0].Gradient, 1 / (float)_totalWeight, gradient);
        foreach (Part part in _parts.Skip(1))
            TensorPrimitives.MultiplyAdd(part.Gradient, 1 / (float)_totalWeight, gradient, gradient);
        int weights = _classes * _length;
        TensorPrimitives.MultiplyAdd(parameters.AsSpan(0, weights), (float)l2, gradient.AsSpan(0, weights), gradient.AsSpan(0, weights));
        return Loss + l2 / 2 * TensorPrimitives.SumOfSquares<float>(parameters.AsSpan(0, weights));
    }

    /// <summary>The same objective over some of the images.</summary>
    public SoftmaxObjective Batch(int[] images)
        => new([.. images.Select(i => _features[i])], [.. images.Select(i => _labels[i])], _classes, threads: 1, _classWeights);

    /// <summary>Evaluates <see cref="Loss"/> and <see cref="Accuracy"/> only.</summary>
    public void Measure(float[] parameters) => Parallel.ForEach(_parts, part => Sum(part, parameters, withGradient: false));

    private void Sum(Part part, float[] parameters, bool withGradient)
    {
        (part.Loss, part.Hits) = (0, 0);
        if (withGradient)
            Array.Clear(part.Gradient);
        Span<float> biases = part.Gradient.AsSpan(_classes * _length);
        var scores = new float[_classes];
        for (int i = part.Start; i < part.End; i++)
        {
            float[] features = _features[i];
            int label = _labels[i];
            for (int c = 0; c < _classes; c++)
                scores[c] = TensorPrimitives.Dot(parameters.AsSpan(c * _length, _length), features) + parameters[_classes * _length + c];
            part.Hits += TensorPrimitives.IndexOfMax(scores) == label ? 1 : 0;
            double logit = scores[label];
            float weight = _classWeights is null ? 1 : _classWeights[label];
            part.Loss += weight * (Softmax.Apply(scores) - logit);
            if (!withGradient)
                continue;

            scores[label] -= 1;
            for (int c = 0; c < _classes; c++)
            {
                Span<float> row = part.Gradient.AsSpan(c * _length, _length);
                TensorPrimitives.MultiplyAdd(features, weight * scores[c], row, row);
            }

            TensorPrimitives.MultiplyAdd(scores, weight, biases, biases);
        }
    }

    /// <summary>A run of images, and the sums over it.</summary>
    private sealed class Part(int start, int end, float[] gradient)
    {
        public int Start => start;

        public int End => end;

        public float[] Gradient => gradient;

        public double Loss { get; set; }

        public int Hits { get; set; }
    }
}
