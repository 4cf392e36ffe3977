using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging.Augmentation;

/// <summary>Makes views of pictures.</summary>
internal static class Views
{
    public static float[] Of(ImageContent content, ImageAugmentation? augmentation, ResizePolicy resize, int number = 1, int seed = 0)
    {
        var pipeline = new PixelPipeline(resize);
        float[] planes = new float[pipeline.Length];
        pipeline.Decode(content, new ImageView(augmentation, seed, number), planes);
        return planes;
    }

    public static ImageContent Png(TestPicture picture) => Encoded(picture.Encode(SKEncodedImageFormat.Png));

    public static ImageContent Encoded(byte[] encoded) => ImageContent.Read(new EncodedImageSource(encoded, "memory"), ImageLimits.Default);

    /// <summary>A view of a known geometry, of the size of the window.</summary>
    public static float[] Sample(TestPicture picture, ViewGeometry geometry)
    {
        using DecodedImage image = DecodedImage.Over(picture.Rgba, picture.Width, picture.Height, false, AlphaMeaning.None);
        float[] planes = new float[3 * geometry.Window.X.Count * geometry.Window.Y.Count];
        ViewSampler.Sample(image, geometry, Rgb.White, planes);
        return planes;
    }

    /// <summary>The window of a picture as it is.</summary>
    public static ResampleWindow Whole(TestPicture picture) => new(new ResampleAxis(0, 1, picture.Width), new ResampleAxis(0, 1, picture.Height));

    public static ViewGeometry Moved(TestPicture picture, AffineMove move) => new(Whole(picture), move, false, false);

    /// <summary>The random numbers of some view.</summary>
    public static ViewSeed Seed(int number) => new(ContentHash.Of([1, 2, 3]), 7, number);
}
