using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging.Augmentation;

public class DeterminismTests
{
    private static readonly ResizePolicy Small = new() { ShortSide = 40, CropHeight = 32, CropWidth = 36 };

    private static readonly ImageAugmentation Everything = ImageAugmentation.Default.FlipVertically().Rotate(20).Shift(.1f).Zoom(.2f).Shear(10)
        .Grayscale(.2f).Blur().Erase();

    private static readonly byte[] Jpeg = TestPicture.Smooth(120, 90).Encode(SKEncodedImageFormat.Jpeg);

    // The first numbers of Vigna's splitmix64.c from the states 0 and 1234567.
    [Fact]
    public void The_random_numbers_are_those_of_SplitMix64()
    {
        var random = new ViewRandom(0);
        Assert.Equal(0xE220A8397B1DCDAFUL, random.Next());
        random = new ViewRandom(1234567);
        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
    }

    [Fact]
    public void A_view_is_the_same_whatever_was_made_before_and_on_whatever_thread()
    {
        float[][] expected = [.. Enumerable.Range(0, 20).Select(n => Views.Of(Views.Encoded(Jpeg), Everything, Small, n))];
        var pipeline = new PixelPipeline(Small);
        ImageContent shared = Views.Encoded(Jpeg);
        Parallel.For(0, 60, i =>
        {
            int number = (60 - i) % 20;
            float[] planes = new float[pipeline.Length];
            pipeline.Decode(shared, new ImageView(Everything, 0, number), planes);
            Assert.Equal(expected[number], planes);
        });
    }

    [Fact]
    public void Another_seed_number_image_or_augmentation_gives_another_view()
    {
        ImageContent content = Views.Encoded(Jpeg);
        float[][] views =
        [
            .. Enumerable.Range(1, 30).Select(n => Views.Of(content, Everything, Small, n)),
            .. Enumerable.Range(1, 30).Select(s => Views.Of(content, Everything, Small, 1, s)),
            .. Enumerable.Range(1, 30).Select(s => Views.Of(content, Everything, Small, 1, -s)),
            Views.Of(content, Everything.Rotate(21), Small),
            // The end of a JPEG is no part of its picture.
            Views.Of(Views.Encoded([.. Jpeg, 0]), Everything, Small),
        ];
        for (int i = 0; i < views.Length; i++)
            for (int k = 0; k < i; k++)
                Assert.NotEqual(views[i], views[k]);
    }

    [Fact]
    public void The_name_of_an_image_plays_no_part()
    {
        ImageContent renamed = ImageContent.Read(new EncodedImageSource(Jpeg, "another name"), ImageLimits.Default);
        Assert.Equal(Views.Of(Views.Encoded(Jpeg), Everything, Small), Views.Of(renamed, Everything, Small));
    }

    [Theory]
    [InlineData(120, 90)]
    [InlineData(333, 500)]
    [InlineData(1, 1)]
    [InlineData(3, 1000)]
    public void View_0_and_an_augmentation_that_does_nothing_give_the_image_itself(int width, int height)
    {
        foreach (SKEncodedImageFormat format in new[] { SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png })
        {
            ImageContent content = Views.Encoded(TestPicture.Smooth(width, height).Encode(format));
            float[] plain = TestPicture.Run(content, Small);
            Assert.Equal(plain, Views.Of(content, Everything, Small, number: 0));
            Assert.Equal(plain, Views.Of(content, null, Small));
            Assert.Equal(plain, Views.Of(content, ImageAugmentation.None, Small));
        }
    }

    [Fact]
    public void One_more_operation_leaves_what_is_drawn_for_the_others()
    {
        ResizePolicy resize = ResizePolicy.ForSize(16);
        for (int i = 0; i < 20; i++)
        {
            ViewSeed seed = Views.Seed(i);
            ViewGeometry few = ViewGeometry.Draw(ImageAugmentation.None.RandomResizedCrop().Rotate(9).Settings, seed, resize, 50, 40);
            ViewGeometry more = ViewGeometry.Draw(Everything.RandomResizedCrop().Rotate(9).Settings, seed, resize, 50, 40);
            Assert.Equal(few.Window, more.Window);
            Assert.Equal(few.Move.Degrees, more.Move.Degrees);
        }
    }

    // Should this fail, then the views of everyone's caches would change: change ImageAugmentation.AlgorithmVersion, too.
    [Fact]
    public void What_is_drawn_is_the_same_in_every_version()
    {
        ViewGeometry geometry = ViewGeometry.Draw(Everything.Settings, Views.Seed(1), TestPicture.AsIs(100), 400, 300);
        (ResampleAxis x, ResampleAxis y) = geometry.Window;
        AffineMove move = geometry.Move;
        double[] expected = [1.777598, 2.222990, 28.070143, 2.483529, -5.613373, 1.258581, 0.832571, -1.659735, 9.398289];
        double[] actual = [x.Start, x.Scale, y.Start, y.Scale, move.Degrees, move.ShearDegrees, move.Zoom, move.ShiftX, move.ShiftY];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5);
        Assert.True(geometry is { MirrorX: true, MirrorY: false });
    }

    [Fact]
    public void The_key_of_a_view_tells_all_that_it_depends_on()
    {
        ContentHash content = ContentHash.Of(Jpeg);
        ContentHash[] keys =
        [
            new ImageView(Everything, 1, 1).KeyOf(content),
            new ImageView(Everything, 2, 1).KeyOf(content),
            new ImageView(Everything, 1, 2).KeyOf(content),
            new ImageView(Everything.Hue(0), 1, 1).KeyOf(content), new ImageView(Everything, 1, 1).KeyOf(ContentHash.Of([1])),
            new ImageView(Everything, 1, 0).KeyOf(content),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(content, keys[^1]);
        Assert.Equal(keys[0], new ImageView(Everything.Hue(.4f).Hue(.05f), 1, 1).KeyOf(content));
    }
}
