using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>An ONNX file as a backbone: loaded, described, and run on a photo.</summary>
internal sealed class BackboneTarget(string folder) : FuzzTarget
{
    private readonly ImageSource _photo = new FileImageSource(JpegFiles.In(OwnPictures.Folder).First());

    public override long MostAllocated => 256L << 20;

    public override bool Read(byte[] file)
    {
        string path = Path.Combine(folder, "mutated.onnx");
        File.WriteAllBytes(path, file);
        var backbone = Backbone.FromOnnx(path);
        _ = backbone.Info;
        _ = backbone.Stages;
        var options = new ExtractionOptions { Cache = false, Threads = 1 };
        using var extractor = new FeatureExtractor(ImageNetwork.OfFeatures(backbone, null, FeaturePooling.Average), options);
        Require(extractor.ExtractOne(_photo).All(float.IsFinite), "features that are not numbers");
        return true;
    }

    protected override byte[] Mutate(int number, Random random)
        => number % 4 == 0 ? base.Mutate(number, random) : NetworkMutation.Of(Seeds[random.Next(Seeds.Count)], random);
}
