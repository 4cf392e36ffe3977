using BenchmarkDotNet.Attributes;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Benchmarks.Micro;

/// <summary>Pixels to the input of a network: what <see cref="DecodeBenchmarks"/> does after the decoder, which hands over fewer pixels of large JPEGs.</summary>
[MemoryDiagnoser]
public class ResamplerBenchmarks
{
    private readonly float[] _tensor = new float[3 * 224 * 224];
    private byte[] _pixels = [];
    private ResampleWindow _window;

    [ParamsSource(nameof(Sizes))]
    public PhotoSize Size { get; set; }

    public static IEnumerable<PhotoSize> Sizes => PhotoSize.Typical;

    [GlobalSetup]
    public void Draw()
    {
        using SKBitmap bitmap = SamplePhoto.Draw(Size);
        _pixels = bitmap.Bytes;
        _window = ResampleWindow.CentreCrop(ResizePolicy.Default, Size.Width, Size.Height);
    }

    [Benchmark]
    public void Resample()
    {
        using var image = DecodedImage.Over(_pixels, Size.Width, Size.Height, blueFirst: false, AlphaMeaning.None);
        Resampler.Resample(image, _window, Rgb.White, _tensor);
    }
}
