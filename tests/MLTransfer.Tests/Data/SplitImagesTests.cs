using Microsoft.ML;

namespace MLTransfer.Tests.Data;

public class SplitImagesTests
{
    [Fact]
    public void Every_random_set_is_covered_stratified_and_keeps_duplicates_together()
    {
        using var context = new PhotoTree();
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            double validation = random.Next(4) * .1, test = random.Next(4) * .1;
            // Some sets have duplicates; then sizes are only near the fractions, as a group is not torn apart.
            bool hasDuplicates = seed % 2 == 1;
            List<Encoded> rows = RandomRows(random, hasDuplicates);
            ImageSplit split = context.ML.Data.SplitImages(View(context, rows), validation, test, seed, "Image");

            Dictionary<int, string> parts = Parts(context, split);
            Assert.Equal(rows.Select(r => r.Id).Order(), parts.Keys.Order());
            Assert.Equal(rows.Count, split.TrainCount + split.ValidationCount + split.TestCount);
            Assert.All(rows.GroupBy(r => Convert.ToHexString(r.Image)), same => Assert.Single(same.Select(r => parts[r.Id]).Distinct()));
            foreach (var ofClass in rows.GroupBy(r => r.Label))
                CheckClass([.. ofClass], parts, validation, test, exact: !hasDuplicates);
        }
    }

    private static void CheckClass(List<Encoded> rows, Dictionary<int, string> parts, double validation, double test, bool exact)
    {
        var counts = rows.CountBy(r => parts[r.Id]).ToDictionary();
        int distinct = rows.Select(r => Convert.ToHexString(r.Image)).Distinct().Count();
        Assert.True(counts.GetValueOrDefault("train") > 0);
        foreach ((string part, double fraction) in new[] { ("validation", validation), ("test", test) })
        {
            int count = counts.GetValueOrDefault(part);
            if (fraction == 0 || distinct == 1)
                Assert.Equal(0, count);
            else if (distinct >= 3)
                Assert.True(count > 0, $"{rows.Count} rows, {distinct} distinct, none in {part}");
            if (exact)
                Assert.InRange(count, rows.Count * fraction - 1, rows.Count * fraction + 1);
        }
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter_and_the_seed_does()
    {
        using var context = new PhotoTree();
        var random = new Random(5);
        List<Encoded> rows = RandomRows(random, hasDuplicates: true);
        List<Encoded> shuffled = [.. rows];
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(shuffled));
        Dictionary<int, string> Split(List<Encoded> of, int? seed) => Parts(context, context.ML.Data.SplitImages(View(context, of), seed: seed, imageColumnName: "Image"));

        // Identical images of a group may change places with each other: their content is compared, not their number.
        string[] Contents(List<Encoded> of, int? seed)
        {
            Dictionary<int, string> parts = Split(of, seed);
            return [.. of.Select(r => $"{parts[r.Id]} {r.Label} {Convert.ToHexString(r.Image)}").Order(StringComparer.Ordinal)];
        }
        Assert.Equal(Contents(rows, 3), Contents(shuffled, 3));
        Assert.Equal(Contents(rows, null), Contents(rows, 1));
        Assert.NotEqual(Contents(rows, 3), Contents(rows, 4));
    }

    [Fact]
    public void Different_seeds_draw_different_images_evenly()
    {
        using var context = new PhotoTree();
        List<Encoded> rows = [.. Enumerable.Range(0, 20).Select(i => new Encoded { Id = i, Label = "a", Image = [(byte)i, 1] })];
        var drawn = new int[20];
        for (int seed = 0; seed < 200; seed++)
        {
            foreach (Encoded row in Rows(context, context.ML.Data.SplitImages(View(context, rows), 0, .25, seed, "Image").Test))
                drawn[row.Id]++;
        }
        // 200 draws of 5 from 20: mean 50, standard deviation 6.1.
        Assert.All(drawn, d => Assert.InRange(d, 25, 75));
    }

    [Fact]
    public void The_folder_that_the_data_lies_in_does_not_matter()
    {
        string[] Split()
        {
            using var tree = new PhotoTree();
            for (int i = 0; i < 40; i++)
                tree.Add($"{(i % 2 == 0 ? "a" : "b")}/{i}.jpg");
            ImageSplit split = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path));
            return [.. tree.Rows(split.Test).Select(p => Path.GetFileName(p.ImagePath))];
        }
        Assert.Equal(Split(), Split());
    }

    [Theory]
    [InlineData(-.1, .1), InlineData(.1, 1.0), InlineData(.5, .5), InlineData(double.NaN, .1), InlineData(.1, double.PositiveInfinity)]
    public void Fractions_that_make_no_sense_are_refused(double validation, double test)
    {
        using var context = new PhotoTree();
        IDataView view = View(context, [new Encoded { Label = "a", Image = [1] }]);
        Assert.Throws<ArgumentOutOfRangeException>(() => context.ML.Data.SplitImages(view, validation, test, imageColumnName: "Image"));
    }

    [Fact]
    public void A_missing_label_is_named_with_its_image()
    {
        using var tree = new PhotoTree();
        IDataView view = tree.ML.Data.LoadFromEnumerable(new List<Photo> { new() { ImagePath = "1.jpg", Label = "a" }, new() { ImagePath = "2.jpg" } });
        var error = Assert.Throws<MissingLabelException>(() => tree.ML.Data.SplitImages(view));
        Assert.Equal(("2.jpg", 1), (error.Image, error.Row));
    }

    [Fact]
    public void Labels_may_be_keys_or_numbers()
    {
        using var context = new PhotoTree();
        List<Encoded> rows = [.. Enumerable.Range(0, 30).Select(i => new Encoded { Id = i, Number = i % 3, Label = $"c{i % 3}", Image = [(byte)i] })];
        IDataView view = View(context, rows);
        IDataView keyed = context.ML.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(view).Transform(view);
        Dictionary<int, string> byText = Parts(context, context.ML.Data.SplitImages(view, imageColumnName: "Image"));
        Assert.Equal(byText, Parts(context, context.ML.Data.SplitImages(view, imageColumnName: "Image", labelColumnName: "Number")));
        Assert.Equal(byText, Parts(context, context.ML.Data.SplitImages(keyed, imageColumnName: "Image", labelColumnName: "Key")));
        rows[4].Number = float.NaN;
        Assert.Throws<MissingLabelException>(() => context.ML.Data.SplitImages(View(context, rows), imageColumnName: "Image", labelColumnName: "Number"));
        Assert.Throws<ArgumentException>(() => context.ML.Data.SplitImages(view, imageColumnName: "Image", labelColumnName: "Image"));
        Assert.Contains("Id, Number", Assert.Throws<ArgumentException>(() => context.ML.Data.SplitImages(view)).Message);
    }

    [Fact]
    public void Classes_that_test_lacks_are_warned_of()
    {
        using var context = new PhotoTree();
        List<Encoded> rows = [.. Enumerable.Range(0, 20).Select(i => new Encoded { Id = i, Label = i == 0 ? "rare" : "common", Image = [(byte)i] })];
        context.ML.Data.SplitImages(View(context, rows), imageColumnName: "Image");
        Assert.Contains("1 of 2 classes have no image in the test set", Assert.Single(context.Warnings));
        Assert.Throws<ArgumentException>(() => context.ML.Data.SplitImages(View(context, []), imageColumnName: "Image"));
    }

    [Fact]
    public void A_set_that_stays_empty_is_warned_of()
    {
        using var context = new PhotoTree();
        Encoded[] rows = [.. Enumerable.Range(0, 4).Select(i => new Encoded { Id = i, Label = i % 2 == 0 ? "one" : "other", Image = [(byte)i] })];
        context.ML.Data.SplitImages(View(context, [.. rows]), validationFraction: 0, testFraction: .15, imageColumnName: "Image");
        Assert.Contains("There is no test set", Assert.Single(context.Warnings));
    }

    private static List<Encoded> RandomRows(Random random, bool hasDuplicates)
    {
        var rows = new List<Encoded>();
        foreach (int label in Enumerable.Range(0, random.Next(1, 6)))
        {
            int size = random.Next(4) == 0 ? random.Next(1, 5) : random.Next(5, 60);
            for (int i = 0; i < size; i++)
            {
                int image = hasDuplicates ? random.Next(size) / 2 : i;
                rows.Add(new Encoded { Id = rows.Count, Label = $"c{label}", Image = [(byte)label, (byte)image, 7] });
            }
        }
        return rows;
    }

    private static IDataView View(PhotoTree context, List<Encoded> rows) => context.ML.Data.LoadFromEnumerable(rows);

    private static List<Encoded> Rows(PhotoTree context, IDataView view) => [.. context.ML.Data.CreateEnumerable<Encoded>(view, reuseRowObject: false)];

    private static Dictionary<int, string> Parts(PhotoTree context, ImageSplit split) =>
        new (IDataView View, string Name)[] { (split.Train, "train"), (split.Validation, "validation"), (split.Test, "test") }
            .SelectMany(part => Rows(context, part.View).Select(row => (row.Id, part.Name))).ToDictionary(x => x.Id, x => x.Name);

    internal sealed class Encoded
    {
        public int Id { get; set; }

        public float Number { get; set; }

        public string Label { get; set; } = "";

        public byte[] Image { get; set; } = [];
    }
}
