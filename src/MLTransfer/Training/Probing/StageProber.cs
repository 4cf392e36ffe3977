using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Training;

/// <summary>
/// Probes every stage of a backbone: extracts the features of all of them in one pass over the images, and classifies the images by those of each
/// stage, in turn, with linear classifiers that learned from other images.
/// </summary>
/// <remarks>Alain and Bengio, "Understanding intermediate layers using linear classifier probes", 2016.</remarks>
/// <param name="environment">Where messages go.</param>
/// <param name="training">The backbone, the columns, and how images are extracted; what is about training is not looked at.</param>
/// <param name="options">How the stages are probed.</param>
internal sealed class StageProber(IHostEnvironment environment, ImageTransferTrainer.Options training, StageProbeOptions options)
{
    private const float SameFeatures = 1e-4f;

    /// <param name="images">The images, with labels of key type.</param>
    /// <param name="progress">Is told how far the extraction is.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or an option is out of its bounds.</exception>
    /// <exception cref="TrainingDataException">There are too few images to judge by.</exception>
    public StageProbeReport Run(IDataView images, IProgress<ExtractionProgress>? progress)
    {
        options.Validate();
        LabelKeys labels = LabelKeys.Of(images.Schema, training.LabelColumnName);
        _ = ImageColumn.Find(images.Schema, training.FeatureColumnName);
        ClassCount.RequireTwo(labels, training.LabelColumnName);
        ClassCount.RequireTwo(images, labels, training.LabelColumnName);

        List<(string? Cut, FeaturePooling Pooling)> places = [.. PlacesOf(training.Backbone)];
        ImageNetwork network = ImageNetwork.OfCuts(training.Backbone, places);
        var bad = new BadImageCollector(environment, training.BadImages);
        FeatureSet set = Extract(network, ProbeSample.Draw(images, labels, training.LabelColumnName, options), labels, bad, progress);
        int[] starts = StartsOf(network.Parts);
        var probed = new List<ProbedPlace>();
        for (int place = 0; place < places.Count; place++)
        {
            training.CancellationToken.ThrowIfCancellationRequested();
            if (!IsTwice(place))
                probed.Add(Probe(Part(set, starts[place], network.Parts[place].Length), labels.Names.Count, places[place]));
        }

        return new StageProbeReport
        {
            Stages = [.. probed.Select(p => p.Row)],
            Recommendation = new StageChoice(probed, [.. training.Backbone.Stages.Select(s => s.Name)], options.MinStandardErrors).Choose(),
            ImageCount = probed[0].IsRight.Length,
            BadImages = bad.Images,
        };

        // As the end of a network does that ends in pooling, and maximum where there is one position. What is told of is nearest to the end, and the
        // average.
        bool IsTwice(int place) => Enumerable.Range(0, places.Count).Any(other =>
            (places[other].Cut == places[place].Cut ? places[other].Pooling < places[place].Pooling : other > place)
            && network.Parts[other].Length == network.Parts[place].Length
            && AreSame(set, network.Parts[place].Length, starts[place], starts[other]));
    }

    private static IEnumerable<(string? Cut, FeaturePooling Pooling)> PlacesOf(Backbone backbone)
    {
        foreach (BackboneStage stage in backbone.Stages.Where(s => s.Shape.Count is > 0 and <= 3))
        {
            yield return (stage.Name, FeaturePooling.Average);
            yield return (stage.Name, FeaturePooling.Max);
        }

        yield return (null, FeaturePooling.Average);
        // Where the backbone ends in one vector there is nothing to pool.
        if (backbone.ShapeOf(backbone.FindCut(null)) is { Length: > 1 })
            yield return (null, FeaturePooling.Max);
    }

    private FeatureSet Extract(
        ImageNetwork network, IDataView images, LabelKeys labels, BadImageCollector bad, IProgress<ExtractionProgress>? progress)
    {
        ImageTransferTrainer.Options plain = training with { Mode = TransferMode.FeatureExtraction, Augmentation = null };
        using var extractor = new FeatureExtractor(network, TrainingSession.ExtractionOf(plain));
        return new FeatureSetReader(environment, extractor, bad, plain, labels)
            .Read(images, views: 0, plain.ReuseTrainSetBottleneckCachedValues, progress);
    }

    private ProbedPlace Probe(FeatureSet set, int classes, (string? Cut, FeaturePooling Pooling) place)
    {
        var firsts = new Dictionary<ContentHash, int>();
        int[] groups = [.. set.Hashes.Select((hash, row) => firsts.TryAdd(hash, row) ? row : firsts[hash])];
        float[]?[] probabilities = new CrossValidation(set, groups, classes, options.Folds, options.Seed, training).Predict();
        return probabilities.All(p => p is null)
            ? throw TooFew(set.Count)
            : ProbedPlace.Of(set, probabilities, place.Cut, place.Pooling);
    }

    private static TrainingDataException TooFew(int images) => new(
        $"To probe stages takes two classes with {CrossValidation.EnoughOfClass} different usable images or more each; there are not so many among " +
        $"the {Quantity.Of(images, "usable image")}. Add images, or choose the cut yourself.");

    /// <summary>Whether two parts of the features are the same numbers for every image, but for rounding.</summary>
    private static bool AreSame(FeatureSet set, int length, int start, int other) => set.Features.All(row =>
    {
        ReadOnlySpan<float> one = row.AsSpan(start, length);
        return TensorPrimitives.Distance(one, row.AsSpan(other, length)) <= SameFeatures * TensorPrimitives.Norm(one);
    });

    private static int[] StartsOf(IReadOnlyList<ImageNetwork> parts)
    {
        var starts = new int[parts.Count];
        for (int i = 1; i < starts.Length; i++)
            starts[i] = starts[i - 1] + parts[i - 1].Length;
        return starts;
    }

    private static FeatureSet Part(FeatureSet set, int start, int length)
        => set.WithFeatures([.. set.Features.Select(row => row.AsSpan(start, length).ToArray())]);
}
