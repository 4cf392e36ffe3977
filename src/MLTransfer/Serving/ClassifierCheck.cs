using Microsoft.ML.OnnxRuntime;
using MLTransfer.Extraction;
using MLTransfer.Networks;
using MLTransfer.Training;
using Onnx;

namespace MLTransfer.Serving;

/// <summary>Checks a classifier from a file, so that a damaged one fails when it is loaded, not at some prediction.</summary>
internal static class ClassifierCheck
{
    /// <summary>What is wrong with what it says of itself, in words; null where nothing is.</summary>
    public static string? FindProblem(ClassifierNetwork classifier)
        => ProblemOfLabels(classifier.Labels) ?? ProblemOfResize(classifier.Resize) ?? ProblemOfShapes(classifier);

    /// <summary>What is wrong with what it computes, in words; null where nothing is.</summary>
    /// <param name="classifier">The classifier, in order as far as can be seen without running it.</param>
    /// <param name="scores">Runs it.</param>
    public static string? FindProblem(ClassifierNetwork classifier, FeatureExtractor scores)
    {
        try
        {
            int length = 3 * classifier.Resize.CropHeight * classifier.Resize.CropWidth;
            var blackAndWhite = new float[2 * length];
            blackAndWhite.AsSpan(length).Fill(255);
            return scores.Compute(blackAndWhite, 2).Chunk(classifier.Labels.Count).All(AreProbabilities)
                ? null
                : "what its network computes are not probabilities.";
        }
        catch (NetworkException e) when (e.InnerException is OnnxRuntimeException reason)
        {
            return $"ONNX Runtime cannot run its network: {reason.Message}";
        }
    }

    private static string? ProblemOfLabels(IReadOnlyList<string?>? labels)
    {
        if (labels is null || labels.Count < 2 || labels.Any(string.IsNullOrEmpty))
            return "its labels are missing, fewer than two, or empty.";
        return labels.GroupBy(l => l).FirstOrDefault(g => g.Count() > 1) is { } twice ? $"the label '{twice.Key}' occurs more than once." : null;
    }

    private static string? ProblemOfResize(ResizePolicy resize)
    {
        try
        {
            resize.Validate();
            return null;
        }
        catch (ArgumentException e)
        {
            return $"what it says of how photos become its input cannot be. {e.Message}";
        }
    }

    private static string? ProblemOfShapes(ClassifierNetwork classifier)
    {
        GraphProto graph = classifier.Network.Graph;
        ValueInfoProto image = GraphElements.BatchOf(TensorNames.Image, 3, classifier.Resize.CropHeight, classifier.Resize.CropWidth);
        string[] names = [TensorNames.Score, TensorNames.Logits];
        ValueInfoProto[] outputs = [.. names.Select(name => GraphElements.BatchOf(name, classifier.Labels.Count))];
        return !IsLike(image, graph.Input.FirstOrDefault()) || !outputs.All(o => graph.Output.Any(given => IsLike(o, given)))
            ? $"its network does not take images of {classifier.Resize.CropWidth} x {classifier.Resize.CropHeight} pixels " +
                $"and give {classifier.Labels.Count} scores, as its metadata say."
            : null;
    }

    /// <summary>Same name, floats, free batch, same other dimensions.</summary>
    private static bool IsLike(ValueInfoProto expected, ValueInfoProto? given)
        => given?.Name == expected.Name && given.Type?.TensorType is { Shape: { } shape } type
            && type.ElemType == (int)TensorProto.Types.DataType.Float
            && shape.Dim.Select(d => d.DimValue).SequenceEqual(expected.Type.TensorType.Shape.Dim.Select(d => d.DimValue));

    private static bool AreProbabilities(float[] scores) => scores.All(p => p is >= 0 and <= 1) && Math.Abs(scores.Sum() - 1) < 1e-3f;
}
