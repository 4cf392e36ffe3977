using SkiaSharp;

namespace MLTransfer.Tests.Imaging.Augmentation;

public sealed class ContactSheetTests : IDisposable
{
    private static readonly ResizePolicy Small = new() { ShortSide = 30, CropHeight = 20, CropWidth = 30 };

    private readonly TemporaryFolder _folder = new();
    private readonly string _photo;

    public ContactSheetTests()
    {
        _photo = _folder["photo.png"];
        File.WriteAllBytes(_photo, TestPicture.Smooth(60, 40).Encode(SKEncodedImageFormat.Png));
    }

    [Theory]
    [InlineData(15, 4, 4)]
    [InlineData(0, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(4, 3, 2)]
    public void The_image_comes_first_and_then_its_views(int views, int columns, int rows)
    {
        ImageAugmentation augmentation = ImageAugmentation.Default.Rotate(20);
        augmentation.SaveContactSheet(_photo, _folder["sheet.png"], views, Small, seed: 5);
        TestPicture sheet = TestPicture.Decode(File.ReadAllBytes(_folder["sheet.png"]));
        Assert.Equal((4 + (columns * 34), 4 + (rows * 24)), (sheet.Width, sheet.Height));
        var content = Views.Encoded(File.ReadAllBytes(_photo));
        for (int i = 0; i <= views; i++)
        {
            TestPicture tile = sheet.Map(30, 20, (x, y) => (x + 4 + (i % columns * 34), y + 4 + (i / columns * 24)));
            float[] expected = i == 0 ? TestPicture.Run(content, Small) : Views.Of(content, augmentation, Small, i, seed: 5);
            TestPicture.AssertClose(expected, tile.Planes(), .501);
        }

        Assert.Equal([255, 255, 255, 255], sheet.Rgba[..4]);
        Assert.Equal([255, 255, 255, 255], sheet.Rgba[^4..]);
    }

    [Fact]
    public void A_sheet_has_15_views_of_the_default_size_unless_told_otherwise()
    {
        ImageAugmentation.None.SaveContactSheet(_photo, _folder["sheet.png"]);
        TestPicture sheet = TestPicture.Decode(File.ReadAllBytes(_folder["sheet.png"]));
        Assert.Equal((916, 916), (sheet.Width, sheet.Height));
    }

    [Fact]
    public void What_is_wrong_is_said_before_anything_is_written()
    {
        ImageAugmentation augmentation = ImageAugmentation.Default;
        string sheet = _folder["sheet.png"];
        Assert.Throws<ArgumentException>("imagePath", () => augmentation.SaveContactSheet("", sheet));
        Assert.Throws<ArgumentNullException>("pngPath", () => augmentation.SaveContactSheet(_photo, null!));
        Assert.Throws<ArgumentOutOfRangeException>("views", () => augmentation.SaveContactSheet(_photo, sheet, -1));
        Assert.Throws<ArgumentOutOfRangeException>("views", () => augmentation.SaveContactSheet(_photo, sheet, 256));
        Assert.Throws<ArgumentOutOfRangeException>(() => augmentation.SaveContactSheet(_photo, sheet, 1, Small with { CropWidth = 0 }));
        var large = new ResizePolicy { ShortSide = 4096, CropHeight = 4096, CropWidth = 4096 };
        var tooLarge = Assert.Throws<ArgumentException>(() => augmentation.SaveContactSheet(_photo, sheet, 15, large));
        Assert.Contains("fewer views", tooLarge.Message, StringComparison.Ordinal);
        var missing = Assert.Throws<BadImageException>(() => augmentation.SaveContactSheet(_folder["none.jpg"], sheet));
        Assert.Equal(_folder["none.jpg"], missing.Image.Path);
        Assert.Throws<IOException>(() => augmentation.SaveContactSheet(_photo, _folder.Path, 1, Small));
        Assert.Equal([_photo], Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
