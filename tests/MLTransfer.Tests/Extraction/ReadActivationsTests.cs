using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Imaging;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;

namespace MLTransfer.Tests.Extraction;

public sealed class ReadActivationsTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly ImageItem[] _items;
    private readonly float[][] _right;

    public ReadActivationsTests()
    {
        _items = [.. Enumerable.Range(0, 12).Select(i =>
        {
            File.WriteAllBytes(_tiny.Folder[$"{i}.png"], TinyExtraction.Png(i));
            return new ImageItem(new FileImageSource(_tiny.Folder[$"{i}.png"]), default);
        })];
        using var reference = new ReferenceNetwork();
        _right = [.. _items.Select(i => reference.Features(i.Source, "block1", FeaturePooling.Flatten))];
    }

    [Theory]
    [InlineData(Precision.Float32, 1e-4f)]
    [InlineData(Precision.Float16, 1e-3f)]
    public void Some_are_read_and_some_computed_and_each_is_in_its_place(Precision precision, float tolerance)
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(precision);
        extractor.ExtractAll(_items[..6]);
        int[] order = [7, 0, 11, 3, 3, 8, 1, 7, 2, 10, 9, 5, 4, 6, 0];
        float[][] activations = extractor.Activations(order.Select(i => _items[i]));
        Assert.All(order.Zip(activations), pair => FeatureAssert.Close(_right[pair.First], pair.Second, tolerance));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Float16)]
    public void What_is_computed_is_what_would_be_read(Precision precision)
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(precision), without = _tiny.OpenTapped(precision, options: _tiny.WithoutCache);
        float[][] computed = extractor.Activations(_items, keep: true);
        Assert.Equal(12, extractor.Activations!.Count);
        Assert.Equal(computed, extractor.Activations(_items));
        Assert.Equal(computed, without.Activations(_items));
    }

    [Fact]
    public void What_is_not_to_be_kept_writes_nothing_and_what_is_to_be_kept_is_found_from_then_on()
    {
        using (FeatureExtractor extractor = _tiny.OpenTapped())
        {
            extractor.Activations(_items, keep: false);
            Assert.Empty(_tiny.CacheFiles);
            extractor.Activations(_items, keep: true);
            Assert.Equal(12, extractor.Activations!.Count);
        }

        using FeatureExtractor later = _tiny.OpenTapped();
        Assert.All(_items, i => Assert.True(later.Activations!.IsWhole(i.Key())));
    }

    [Fact]
    public void Damage_found_on_the_way_is_made_good()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped();
        extractor.ExtractAll(_items);
        ActivationCacheTests.Damage(_tiny.ActivationFiles.Single(), 16 + 32 + 5);
        AssertRight(extractor.Activations(_items, keep: true));
        using FeatureExtractor later = _tiny.OpenTapped();
        Assert.All(_items, i => Assert.True(later.Activations!.IsWhole(i.Key())));
    }

    [Fact]
    public void A_cache_that_goes_away_in_the_middle_costs_time_only()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped();
        extractor.ExtractAll(_items);
        using (var file = new FileStream(_tiny.ActivationFiles.Single(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(20);
        AssertRight(extractor.Activations(_items));
    }

    [Fact]
    public void Files_are_read_only_where_something_is_to_be_computed()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped();
        extractor.ExtractAll(_items[..11]);
        var wanted = _items.Select(i => (i, i.Key())).ToArray();
        for (int i = 0; i < 12; i++)
            File.Delete(_tiny.Folder[$"{i}.png"]);
        AssertRight(extractor.Activations(wanted[..11]));
        var error = Assert.Throws<BadImageException>(() => extractor.Activations(wanted));
        Assert.Equal((_tiny.Folder["11.png"], BadImageKind.Unreadable), (error.Image.Path, error.Image.Kind));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_file_that_holds_another_image_by_now_is_an_error_that_names_it(int version)
    {
        using FeatureExtractor extractor = _tiny.OpenTapped();
        var items = _items.Select(i => i with { View = new ImageView(ActivationCacheTests.Augmentation, 1, version) }).Select(i => (i, i.Key())).ToArray();
        File.WriteAllBytes(_tiny.Folder["7.png"], TinyExtraction.Png(99));
        var error = Assert.Throws<BadImageException>(() => extractor.Activations(items, keep: true));
        Assert.Equal((_tiny.Folder["7.png"], BadImageKind.Changed), (error.Image.Path, error.Image.Kind));
        Assert.False(extractor.Activations!.IsWhole(items[7].Item2));
    }

    [Fact]
    public void Several_batches_at_once_do_not_mix()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped();
        extractor.ExtractAll(_items[..4]);
        Parallel.For(0, 6, run =>
        {
            int[] order = [.. Enumerable.Range(0, 12)];
            new Random(run).Shuffle(order);
            float[][] activations = extractor.Activations(order.Select(i => _items[i]), keep: run % 2 == 0);
            Assert.All(order.Zip(activations), pair => FeatureAssert.Close(_right[pair.First], pair.Second));
        });
    }

    [Fact]
    public void It_can_be_cancelled_and_used_again()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped();
        var destination = new float[extractor.Activations!.Length];
        Assert.ThrowsAny<OperationCanceledException>(
            () => extractor.ReadActivations([(_items[0], _items[0].Key())], keep: true, destination, new CancellationToken(canceled: true)));
        AssertRight(extractor.Activations(_items));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_destination_of_another_size_is_refused(int more)
    {
        using FeatureExtractor extractor = _tiny.OpenTapped();
        var destination = new float[2 * extractor.Activations!.Length + more];
        Assert.Throws<ArgumentException>(() => extractor.ReadActivations(
            [(_items[0], _items[0].Key()), (_items[1], _items[1].Key())], keep: false, destination, CancellationToken.None));
    }

    [Fact]
    public void Without_a_tap_there_is_nothing_to_read_and_after_Dispose_neither()
    {
        using FeatureExtractor without = _tiny.Open();
        Assert.Null(without.Activations);
        Assert.Throws<InvalidOperationException>(() => without.ReadActivations([], keep: false, default, CancellationToken.None));

        FeatureExtractor disposed = _tiny.OpenTapped();
        disposed.ExtractAll(_items);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => disposed.Activations(_items));
        Assert.Throws<ObjectDisposedException>(() => disposed.ExtractAll(_items));
    }

    [Fact]
    public void Numbers_beyond_half_precision_are_an_error_that_says_so_and_fit_single_precision()
    {
        using FeatureExtractor halves = Open("Mul", 1000, Precision.Float16), singles = Open("Mul", 1000, Precision.Float32);
        var error = Assert.Throws<BackboneException>(() => halves.ExtractAll(_items));
        Assert.Contains("'inner'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Float32", error.Message, StringComparison.Ordinal);
        Assert.Throws<BackboneException>(() => halves.Activations(_items, keep: true));
        Assert.All(singles.ExtractAll(_items), i => Assert.Null(i.Bad));
        Assert.InRange(singles.Activations(_items).Max(a => a.Max()), 65_505, 255_000);
    }

    [Fact]
    public void Activations_that_are_not_finite_make_a_bad_image()
    {
        using FeatureExtractor extractor = Open("Div", 0, Precision.Float16);
        Assert.All(extractor.ExtractAll(_items), i => Assert.Equal(BadImageKind.NotFinite, i.Bad?.Kind));
        Assert.Equal(0, extractor.Activations!.Count);
        Assert.Equal(BadImageKind.NotFinite, Assert.Throws<BadImageException>(() => extractor.Activations(_items)).Image.Kind);
    }

    public void Dispose() => _tiny.Dispose();

    private void AssertRight(float[][] activations)
    {
        for (int i = 0; i < activations.Length; i++)
            FeatureAssert.Close(_right[i], activations[i]);
    }

    /// <summary>A network whose features are the pixels, whatever its inner tensor holds: the pixels and a number.</summary>
    private FeatureExtractor Open(string operation, float number, Precision precision)
    {
        var sketch = new NetworkSketch();
        sketch.Graph.Input[0].Name = TensorNames.Image;
        sketch.Graph.Initializer.Add(GraphElements.Tensor("number", [number], 1));
        sketch.Node(operation, [TensorNames.Image, "number"], "inner");
        var network = new ImageNetwork(
            sketch.Build(sketch.Node("Flatten", [TensorNames.Image], "end")), "end", 768, new() { ShortSide = 16, CropHeight = 16, CropWidth = 16 }, "odd",
            $"{operation} {number}");
        return new FeatureExtractor(network.WithTap("inner", precision), _tiny.Options);
    }
}
