using Microsoft.ML;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>
/// ML.NET's own image featurizer with its own ResNet18, put together as its documentation does: the whole photo made square, batches of one.
/// </summary>
internal sealed class DnnFeaturizer : Contestant
{
    private const int Size = 224;
    private readonly MLContext _ml = new();
    private readonly ITransformer _chain;
    private readonly IDataView _photos;

    public DnnFeaturizer(PhotoSet photos)
        : base("DnnImageFeaturizer", ContestantRole.Peer)
    {
        _photos = _ml.Data.LoadFromEnumerable(photos.Paths.Select(p => new PhotoRow { Path = p }).ToArray());
        _chain = _ml.Transforms.LoadImages("Image", "", nameof(PhotoRow.Path))
            .Append(_ml.Transforms.ResizeImages("Image", Size, Size))
            .Append(_ml.Transforms.ExtractPixels("Pixels", "Image"))
            .Append(_ml.Transforms.DnnFeaturizeImage(
                "Features", m => m.ModelSelector.ResNet18(_ml, m.OutputColumn, m.InputColumn), "Pixels"))
            .Fit(_photos);
    }

    public override IReadOnlyList<float[]> Run() => FeatureColumn.Read(_chain.Transform(_photos), "Features");

    public override void Dispose() => (_chain as IDisposable)?.Dispose();
}
