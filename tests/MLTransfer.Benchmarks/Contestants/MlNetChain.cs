using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.Transforms.Onnx;
using MLTransfer.Extraction;
using MLTransfer.Networks;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>ML.NET's own transformers, as its documentation puts them together, around the same network and the same part of each photo.</summary>
internal sealed class MlNetChain : Contestant
{
    private readonly MLContext _ml = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mltransfer-benchmark-");
    private readonly TransformerChain<OnnxTransformer> _chain;
    private readonly IDataView _photos;
    private readonly string _output;

    public MlNetChain(ImageNetwork network, PhotoSet photos, int threads)
        : base("mlnet", ContestantRole.Peer)
    {
        _output = network.Output;
        _photos = _ml.Data.LoadFromEnumerable(photos.Paths.Select(p => new PhotoRow { Path = p }).ToArray());

        // ResizeImages cuts out no centre, so the network does, for the same resolution as the others.
        int size = network.Resize.ShortSide;
        Onnx.ModelProto cropping = CentreCrop.Prepend(network.Network, size);
        string input = cropping.Graph.Input[0].Name;
        string file = Path.Combine(_folder.FullName, "network.onnx");
        // The only way to ApplyOnnxModel that takes a number of threads goes by a file.
        File.WriteAllBytes(file, cropping.ToByteArray());
        _chain = _ml.Transforms.LoadImages("Image", "", nameof(PhotoRow.Path))
            .Append(_ml.Transforms.ResizeImages("Image", size, size, "Image", ImageResizingEstimator.ResizingKind.IsoCrop))
            .Append(_ml.Transforms.ExtractPixels(input, "Image"))
            .Append(_ml.Transforms.ApplyOnnxModel(new OnnxOptions
            {
                ModelFile = file,
                InputColumns = [input],
                OutputColumns = [_output],
                IntraOpNumThreads = threads,
            }))
            .Fit(_photos);
    }

    public override IReadOnlyList<float[]> Run() => FeatureColumn.Read(_chain.Transform(_photos), _output);

    public override void Dispose()
    {
        _chain.Dispose();
        _folder.Delete(recursive: true);
    }
}
