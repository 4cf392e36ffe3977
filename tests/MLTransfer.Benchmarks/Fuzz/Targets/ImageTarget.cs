using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>An encoded image, on its way to the input of a network.</summary>
internal sealed class ImageTarget : FuzzTarget
{
    // Small limits keep what a header may ask for small; the same checks hold for large ones.
    private static readonly ImageLimits Limits = new() { MaxPixels = 4_000_000, MaxSide = 8_000 };

    private readonly PixelPipeline _pipeline = new(SmallNetwork.Options.Resize!, Limits, Rgb.White);

    public override bool Read(byte[] file)
    {
        ImageContent content = ImageContent.Read(new EncodedImageSource(file, "image"), Limits);
        float[] first = new float[_pipeline.Length], second = new float[_pipeline.Length];
        _pipeline.Decode(content, first);
        Require(first.All(v => v is >= 0 and <= 255), "pixels out of range");
        _pipeline.Decode(content, second);
        Require(first.AsSpan().SequenceEqual(second), "pixels that differ from one decoding to the next");
        return true;
    }
}
