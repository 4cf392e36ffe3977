using MLTransfer.Tests.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Serving.Explanation;

/// <summary>Where it is known what a classifier looks at, the map and the picture must show that, and nothing else.</summary>
public class PlantedSpotTests
{
    private static readonly ResizePolicy Whole = TestPicture.AsIs(32), Cropped = new() { ShortSide = 40, CropHeight = 32, CropWidth = 32 };

    [Theory]
    [InlineData(60, 60, 10, 48)]
    [InlineData(60, 60, 30, 30)]
    [InlineData(160, 80, 90, 20)]
    [InlineData(70, 200, 20, 120)]
    public void The_map_and_the_picture_have_their_maximum_at_the_spot(int width, int height, int x, int y)
    {
        TestPicture photo = SpotClassifier.Photo(width, height, x, y);
        foreach (ResizePolicy resize in new[] { Whole, Cropped })
            AssertAt(x, y, photo, photo.Encode(SKEncodedImageFormat.Png), resize);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Photos_are_drawn_upright(int orientation)
    {
        const int width = 120, height = 80, x = 44, y = 20;
        TestPicture upright = SpotClassifier.Photo(width, height, x, y);
        // Where an upright pixel is stored, by the EXIF standard.
        TestPicture stored = orientation >= 5
            ? upright.Map(height, width, (column, row) => (orientation is 6 or 7 ? width - 1 - row : row, orientation is 7 or 8 ? height - 1 - column : column))
            : upright.Map(width, height, (column, row) => (orientation is 2 or 3 ? width - 1 - column : column, orientation is 3 or 4 ? height - 1 - row : row));
        byte[] jpeg = HandmadeImages.WithOrientation(stored.Encode(SKEncodedImageFormat.Jpeg, 98), orientation);
        AssertAt(x, y, upright, jpeg, Cropped, tolerance: 24);
    }

    [Fact]
    public void What_the_network_does_not_see_stays_as_it_is()
    {
        // 200 x 50: the network sees the middle fifth of it, and the spot is elsewhere.
        TestPicture photo = SpotClassifier.Photo(200, 50, 20, 20);
        using ImageClassifier classifier = SpotClassifier.Create(Cropped);
        ImageExplanation explanation = classifier.Explain(photo.Encode(SKEncodedImageFormat.Png), "spot");
        Assert.All(explanation.Values, value => Assert.Equal(0, value, 1e-3f));
        Assert.Equal(photo.Rgba, Draw(explanation).Rgba);
    }

    [Fact]
    public void What_speaks_against_a_class_has_the_opposite_sign_and_is_not_drawn()
    {
        TestPicture photo = SpotClassifier.Photo(60, 60, 20, 40);
        using ImageClassifier classifier = SpotClassifier.Create(Whole);
        byte[] png = photo.Encode(SKEncodedImageFormat.Png);
        ImageExplanation spot = classifier.Explain(png, "spot"), plain = classifier.Explain(png, "plain");
        Assert.Equal(spot.Values.Select(v => -v), plain.Values);
        Assert.Equal(1, spot.Probability + plain.Probability, 1e-5f);
        Assert.Equal(photo.Rgba, Draw(plain).Rgba);
    }

    [Fact]
    public void Large_photos_become_as_long_as_asked_for_and_small_ones_keep_their_size()
    {
        using ImageClassifier classifier = SpotClassifier.Create(Whole);
        ImageExplanation explanation = classifier.Explain(SpotClassifier.Photo(300, 150, 100, 60).Encode(SKEncodedImageFormat.Jpeg), null);
        Assert.Equal((300, 150), Size(Draw(explanation)));
        using var small = new MemoryStream();
        explanation.WritePng(small, 90);
        Assert.Equal((90, 45), Size(TestPicture.Decode(small.ToArray())));
        Assert.Equal((64, 32), Size(TestPicture.Decode(explanation.DrawThumbnail(64))));
        Assert.Equal((1, 1), Size(TestPicture.Decode(explanation.DrawThumbnail(1))));
        Assert.Throws<ArgumentOutOfRangeException>(() => explanation.WritePng(Stream.Null, 0));
    }

    private static void AssertAt(int x, int y, TestPicture upright, byte[] encoded, ResizePolicy resize, int tolerance = 0)
    {
        using ImageClassifier classifier = SpotClassifier.Create(resize);
        ImageExplanation explanation = classifier.Explain(encoded, null);
        Assert.Equal(("spot", ExplanationMethod.ClassActivation, 8, 8), (explanation.Label, explanation.Method, explanation.Width, explanation.Height));
        // By the definition of the crop: its centre is that of the photo, and its side so much of the short side.
        double side = Math.Min(upright.Width, upright.Height) * (double)resize.CropWidth / resize.ShortSide;
        int peak = explanation.Values.ToList().IndexOf(explanation.Values.Max());
        Assert.Equal(Cell(x, upright.Width), peak % 8 + .5, 1.01);
        Assert.Equal(Cell(y, upright.Height), peak / 8 + .5, 1.01);

        TestPicture drawn = Draw(explanation);
        Assert.Equal(Size(upright), Size(drawn));
        int[] changes = [.. Enumerable.Range(0, upright.Width * upright.Height).Select(i => Change(drawn, upright, i))];
        int most = Array.IndexOf(changes, changes.Max());
        Assert.InRange(most % upright.Width, x - SpotClassifier.Spot, x + SpotClassifier.Spot);
        Assert.InRange(most / upright.Width, y - SpotClassifier.Spot, y + SpotClassifier.Spot);
        Assert.True(changes.Max() > 100);
        // Far from the spot, further than a cell of the map blurs it, nothing changes.
        double reach = SpotClassifier.Spot + (side / 8 * 1.5);
        Assert.All(changes.Index().Where(c => Math.Abs((c.Index % upright.Width) - x) > reach || Math.Abs((c.Index / upright.Width) - y) > reach),
            c => Assert.InRange(c.Item, 0, tolerance));

        double Cell(int at, int length) => (at - ((length - side) / 2)) / side * 8;
    }

    private static int Change(TestPicture a, TestPicture b, int pixel)
        => Enumerable.Range(4 * pixel, 3).Sum(i => Math.Abs(a.Rgba[i] - b.Rgba[i]));

    private static (int, int) Size(TestPicture picture) => (picture.Width, picture.Height);

    private static TestPicture Draw(ImageExplanation explanation)
    {
        using var png = new MemoryStream();
        explanation.WritePng(png);
        Assert.True(png.CanWrite);
        return TestPicture.Decode(png.ToArray());
    }
}
