namespace MLTransfer.Tests.Backbones.Weights;

public class WeightsOfBackbonesTests
{
    [Fact]
    public void Weights_are_missing_then_downloaded_then_as_published_then_damaged()
    {
        using var tiny = new TinyStore();
        var store = new WeightStore(tiny.Options);
        var backbone = new Backbone("tiny", () => throw new InvalidOperationException("Nothing of it is to be loaded.")) { PublishedWeights = tiny.File };
        Assert.Equal(tiny.Path, store.PathOf(backbone));
        Assert.Contains("no such file", store.FindProblem(backbone, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(Directory.Exists(tiny.Folder["weights"]));

        Assert.Equal(tiny.Path, store.Download(backbone, TestContext.Current.CancellationToken));
        Assert.Equal(tiny.Published, File.ReadAllBytes(tiny.Path));
        Assert.Null(store.FindProblem(backbone, TestContext.Current.CancellationToken));

        tiny.Put([.. tiny.Published.Reverse()]);
        Assert.Contains("MD5", store.FindProblem(backbone, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_network_of_Keras_has_its_own_file_and_one_whose_weights_come_from_elsewhere_has_none()
    {
        Backbone withTop = Backbone.FromKeras(KerasNetwork.VGG16, new KerasOptions { IncludeTop = true });
        Backbone[] keras = [.. Enum.GetValues<KerasNetwork>().Select(n => Backbone.FromKeras(n)), withTop];
        Assert.Equal(keras.Length, keras.Select(WeightStore.Default.PathOf).OfType<string>().Distinct().Count());
        Backbone[] others = [Backbone.ResNet18, Backbone.FromKeras(KerasNetwork.VGG16, new KerasOptions { WeightsPath = "mine.h5" })];
        Assert.All(others, other =>
        {
            Assert.Null(WeightStore.Default.PathOf(other));
            Assert.Throws<ArgumentException>(() => WeightStore.Default.Download(other, TestContext.Current.CancellationToken));
            Assert.Throws<ArgumentException>(() => WeightStore.Default.FindProblem(other, TestContext.Current.CancellationToken));
        });
    }
}
