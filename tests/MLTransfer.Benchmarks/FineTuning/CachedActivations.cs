using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Training;
using MLTransfer.Training.FineTuning;

namespace MLTransfer.Benchmarks.FineTuning;

/// <summary>Photos as activations at the end of the frozen part of ResNet18, below <c>layer4</c>, in a cache of their own.</summary>
internal sealed class CachedActivations : IDisposable
{
    private readonly DirectoryInfo _workspace = Directory.CreateTempSubdirectory("mltransfer-benchmark-");
    private readonly FeatureExtractor _extractor;

    /// <exception cref="MLTransferException">The folder has no photos in class folders.</exception>
    public CachedActivations(RaceOptions race)
    {
        Options = new ImageTransferTrainer.Options
        {
            Mode = TransferMode.FineTuning,
            UnfreezeFrom = "layer4",
            Threads = race.Threads,
            WorkspacePath = _workspace.FullName,
        };
        Features = ImageNetwork.OfFeatures(Options.Backbone, Options.Cut, Options.Pooling);
        _extractor = new FeatureExtractor(FrozenPart.Tap(Features, Options), Options with { BatchSize = ExtractionOptions.DefaultBatchSize });
        var ml = new MLContext(seed: 1);
        IHostEnvironment environment = ml.Data.GetEnvironment();
        IDataView photos = LabelledPhotos.Load(ml, race.Folder, race.Images);
        photos = ml.Transforms.Conversion.MapValueToKey("Label").Fit(photos).Transform(photos);
        var labels = LabelKeys.Of(photos.Schema, "Label");
        var reader = new FeatureSetReader(environment, _extractor, new BadImageCollector(environment, BadImagePolicy.LeaveOut), Options, labels);
        Batches = new ActivationBatches(_extractor, reader.Read(photos, views: 0, reuse: true, progress: null), Options, augments: false);
        Classes = labels.Names.Count;
    }

    public ImageTransferTrainer.Options Options { get; }

    /// <summary>The network up to its features.</summary>
    public ImageNetwork Features { get; }

    /// <summary>The tensor whose activations these are.</summary>
    public string Tensor => _extractor.Network.Tap!.Tensor;

    /// <summary>Reads the activations from the cache.</summary>
    public BatchSource Batches { get; }

    public int Classes { get; }

    public void Dispose()
    {
        _extractor.Dispose();
        _workspace.Delete(recursive: true);
    }
}
