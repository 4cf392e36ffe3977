using BenchmarkDotNet.Attributes;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Benchmarks.Micro;

/// <summary>The whole way of a JPEG in memory to the input of a network.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private readonly PixelPipeline _pixels = new(ResizePolicy.Default);
    private float[] _tensor = [];
    private ImageContent? _content;

    [ParamsSource(nameof(Sizes))]
    public PhotoSize Size { get; set; }

    public static IEnumerable<PhotoSize> Sizes => PhotoSize.Typical;

    [GlobalSetup]
    public void Encode()
    {
        _tensor = new float[_pixels.Length];
        _content = ImageContent.Read(new EncodedImageSource(SamplePhoto.Jpeg(Size), "sample"), ImageLimits.Default);
    }

    [Benchmark]
    public void Decode() => _pixels.Decode(_content!, _tensor);
}
