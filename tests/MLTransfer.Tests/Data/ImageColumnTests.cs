using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public class ImageColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Paths_combine_with_the_folder_unless_absolute_or_empty()
    {
        string absolute = Path.GetFullPath("x/3.jpg");
        IDataView view = View([new() { Path = "1.jpg" }, new() { Path = absolute }, new() { Path = "" }]);
        Assert.Equal([Path.Combine("folder", "1.jpg"), absolute, ""], Read(view, "Path", "folder").Cast<FileImageSource>().Select(f => f.Path));
        Assert.Equal(["1.jpg", absolute, ""], Read(view, "Path", null).Select(f => f.Name));
    }

    [Fact]
    public void Bytes_are_copied_and_named_by_row()
    {
        IDataView view = View([new() { Bytes = [1, 2, 3] }, new() { Bytes = [] }, new() { Bytes = [4, 5, 6] }]);
        List<EncodedImageSource> sources = [.. Read(view, "Bytes", "folder").Cast<EncodedImageSource>()];
        Assert.Equal(["010203", "", "040506"], sources.Select(s => Convert.ToHexString(s.Bytes.Span)));
        Assert.Equal(["row 0", "row 1", "row 2"], sources.Select(s => s.Name));
    }

    [Fact]
    public void Pixels_outlive_the_image()
    {
        using var first = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255, 4, 5, 6, 255]);
        using var second = MLImage.CreateFromPixels(1, 2, MLPixelFormat.Rgba32, [7, 8, 9, 255, 10, 11, 12, 255]);
        List<ImageSource> sources = Read(View([new() { Image = first }, new() { Image = second }]), "Image", null);
        first.Dispose();
        second.Dispose();
        var pixels = Assert.IsType<PixelImageSource>(sources[0]);
        Assert.Equal((2, 1, MLPixelFormat.Bgra32, "row 0"), (pixels.Width, pixels.Height, pixels.Format, pixels.Name));
        Assert.Equal([1, 2, 3, 255, 4, 5, 6, 255], pixels.Pixels);
        Assert.Equal([7, 8, 9, 255, 10, 11, 12, 255], Assert.IsType<PixelImageSource>(sources[1]).Pixels);
    }

    [Fact]
    public void Real_photos_loaded_by_ml_net_are_split_by_their_pixels()
    {
        string folder = SharedFolder.Require("data/flowers_200/daisy");
        string[] files = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Take(6)];
        List<Photo> rows = [.. files.Concat(files).Select(f => new Photo { ImagePath = f, Label = "daisy" })];
        IDataView paths = _ml.Data.LoadFromEnumerable(rows);
        IDataView images = _ml.Transforms.LoadImages("Image", imageFolder: "", inputColumnName: "ImagePath").Fit(paths).Transform(paths);
        ImageSplit split = _ml.Data.SplitImages(images, 0, .5, imageColumnName: "Image");
        Assert.Equal((6, 6), (split.TrainCount, split.TestCount));
        Assert.Empty(split.Train.GetColumn<string>("ImagePath").Intersect(split.Test.GetColumn<string>("ImagePath")));
    }

    [Fact]
    public void Other_types_are_refused_with_the_three_allowed()
    {
        IDataView view = View([new()]);
        string message = Assert.Throws<ArgumentException>(() => ImageColumn.Find(view.Schema, "Number")).Message;
        foreach (string part in new[] { "'Number'", "Single", "text", "vector of bytes", "MLImage" })
            Assert.Contains(part, message);
        Assert.Throws<ArgumentException>(() => ImageColumn.Find(view.Schema, "Floats"));
        Assert.Contains("'None'", Assert.Throws<ArgumentException>(() => ImageColumn.Find(view.Schema, "None")).Message);
    }

    private IDataView View(List<Row> rows) => _ml.Data.LoadFromEnumerable(rows);

    private static List<ImageSource> Read(IDataView view, string column, string? folder)
    {
        var image = ImageColumn.Find(view.Schema, column);
        using DataViewRowCursor cursor = view.GetRowCursor([image.Column]);
        Func<ImageSource> get = image.CreateGetter(cursor, folder);
        var sources = new List<ImageSource>();
        while (cursor.MoveNext())
            sources.Add(get());
        return sources;
    }

    private sealed class Row
    {
        public string Path { get; set; } = "";

        public byte[] Bytes { get; set; } = [];

        [ImageType(2, 2)]
        public MLImage? Image { get; set; }

        public float Number { get; set; }

        public float[] Floats { get; set; } = [];
    }
}
