using MLTransfer.Imaging;

namespace MLTransfer.Tests.Imaging.Augmentation;

public class ViewGeometryTests
{
    private const int Draws = 2000;

    private static IEnumerable<ViewGeometry> Draw(ImageAugmentation augmentation, ResizePolicy resize, int width, int height) =>
        Enumerable.Range(1, Draws).Select(i => ViewGeometry.Draw(augmentation.Settings, Views.Seed(i), resize, width, height));

    private static (double Width, double Height) SizeOf(ResampleWindow window) => (window.X.Scale * window.X.Count, window.Y.Scale * window.Y.Count);

    [Theory]
    [InlineData(500, 375, 224, 224)]
    [InlineData(300, 420, 224, 224)]
    [InlineData(400, 400, 100, 200)]
    public void Random_crops_keep_within_the_photo_and_their_ranges(int width, int height, int cropWidth, int cropHeight)
    {
        var resize = new ResizePolicy { ShortSide = 256, CropWidth = cropWidth, CropHeight = cropHeight };
        double aspect = (double)cropWidth / cropHeight;
        var shares = new List<double>();
        var stretches = new List<double>();
        foreach (ViewGeometry geometry in Draw(ImageAugmentation.None.RandomResizedCrop(.1f, .5f, 1.25f), resize, width, height))
        {
            (double w, double h) = SizeOf(geometry.Window);
            Assert.InRange(geometry.Window.X.Start, 0, width - w + 1e-9);
            Assert.InRange(geometry.Window.Y.Start, 0, height - h + 1e-9);
            shares.Add(w * h / (width * height));
            stretches.Add(w / h / aspect);
            Assert.Equal((cropWidth, cropHeight), (geometry.Window.X.Count, geometry.Window.Y.Count));
        }

        AssertSpread(shares, .1, .5);
        AssertSpread([.. stretches.Select(s => Math.Log(s))], -Math.Log(1.25), Math.Log(1.25));
    }

    [Fact]
    public void Random_crops_are_everywhere_in_the_photo()
    {
        ViewGeometry[] all = [.. Draw(ImageAugmentation.None.RandomResizedCrop(.25f, .25f, 1), ResizePolicy.Default, 100, 100)];
        AssertSpread([.. all.Select(g => g.Window.X.Start)], 0, 50);
        AssertSpread([.. all.Select(g => g.Window.Y.Start)], 0, 50);
    }

    [Theory]
    [InlineData(3, 1000, 3, 4, 0, 498)]
    [InlineData(1000, 3, 4, 3, 498, 0)]
    public void Of_a_photo_too_long_for_any_rectangle_the_centre_is_taken(int width, int height, double w, double h, double x, double y)
    {
        foreach (ViewGeometry geometry in Draw(ImageAugmentation.None.RandomResizedCrop(.5f), ResizePolicy.Default, width, height).Take(20))
        {
            Assert.Equal(w, SizeOf(geometry.Window).Width, 1e-6);
            Assert.Equal(h, SizeOf(geometry.Window).Height, 1e-6);
            Assert.Equal(x, geometry.Window.X.Start, 1e-6);
            Assert.Equal(y, geometry.Window.Y.Start, 1e-6);
        }
    }

    [Fact]
    public void Without_a_random_crop_the_window_is_the_centre_crop() => Assert.All(
        Draw(ImageAugmentation.None.Rotate(5).FlipHorizontally(), ResizePolicy.Default, 500, 375).Take(20),
        g => Assert.Equal(ResampleWindow.CentreCrop(ResizePolicy.Default, 500, 375), g.Window));

    [Fact]
    public void Moves_are_drawn_evenly_from_their_ranges()
    {
        var resize = new ResizePolicy { ShortSide = 60, CropWidth = 50, CropHeight = 40 };
        ImageAugmentation augmentation = ImageAugmentation.None.Rotate(30).Shear(20).Zoom(.4f).Shift(.1f);
        AffineMove[] moves = [.. Draw(augmentation, resize, 100, 80).Select(g => g.Move)];
        AssertSpread([.. moves.Select(m => m.Degrees)], -30, 30);
        AssertSpread([.. moves.Select(m => m.ShearDegrees)], -20, 20);
        AssertSpread([.. moves.Select(m => m.Zoom)], .6, 1.4);
        AssertSpread([.. moves.Select(m => m.ShiftX)], -5, 5);
        AssertSpread([.. moves.Select(m => m.ShiftY)], -4, 4);
        Assert.InRange(Math.Abs(Correlation(moves.Select(m => m.ShiftX), moves.Select(m => m.ShiftY))), 0, .1);
        Assert.InRange(Math.Abs(Correlation(moves.Select(m => m.Degrees), moves.Select(m => m.ShearDegrees))), 0, .1);
    }

    [Fact]
    public void Flips_happen_as_often_as_they_should_and_apart_from_each_other()
    {
        ViewGeometry[] all = [.. Draw(ImageAugmentation.None.FlipHorizontally(.3f).FlipVertically(.6f), ResizePolicy.Default, 100, 80)];
        Assert.InRange(all.Average(g => g.MirrorX ? 1.0 : 0), .26, .34);
        Assert.InRange(all.Average(g => g.MirrorY ? 1.0 : 0), .56, .64);
        Assert.InRange(all.Average(g => g.MirrorX && g.MirrorY ? 1.0 : 0), .14, .22);
        IEnumerable<ViewGeometry> certain = Draw(ImageAugmentation.None.FlipHorizontally(1), ResizePolicy.Default, 100, 80);
        Assert.All(certain, g => Assert.True(g is { MirrorX: true, MirrorY: false }));
    }

    [Fact]
    public void A_small_crop_asks_for_more_pixels_of_the_photo()
    {
        ResampleWindow centre = ResampleWindow.CentreCrop(ResizePolicy.Default, 1000, 800);
        Assert.Equal(256, new ViewGeometry(centre, AffineMove.None, false, false).ShortSideNeeded(1000, 800));
        Assert.Equal(512, new ViewGeometry(centre, AffineMove.None with { Zoom = .5 }, false, false).ShortSideNeeded(1000, 800));
        var quarter = new ResampleWindow(new ResampleAxis(10, 1.25, 224), new ResampleAxis(10, 2, 224));
        Assert.Equal(640, new ViewGeometry(quarter, AffineMove.None, false, false).ShortSideNeeded(1000, 800));
    }

    private static void AssertSpread(List<double> values, double least, double most)
    {
        double range = most - least;
        Assert.InRange(values.Min(), least - 1e-5, least + (.05 * range));
        Assert.InRange(values.Max(), most - (.05 * range), most + 1e-5);
        Assert.InRange((values.Average() - least) / range, .46, .54);
    }

    private static double Correlation(IEnumerable<double> a, IEnumerable<double> b)
    {
        double meanA = a.Average(), meanB = b.Average();
        return a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum()
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
