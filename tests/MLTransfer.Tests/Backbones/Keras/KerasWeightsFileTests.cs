using System.IO.Compression;
using MLTransfer.Backbones.Keras;
using PureHDF;

namespace MLTransfer.Tests.Backbones.Keras;

public class KerasWeightsFileTests
{
    private static readonly KerasTensor[] Wanted =
    [
        new("conv", "kernel", [1, 1, 3, 2]), new("conv", "bias", [2]), new("bn", "beta", [2]), new("bn", "moving_mean", [2]),
        new("bn", "moving_variance", [2]),
    ];

    // Made by h5py: create_dataset("w", shape=(1000,), dtype="f4", external=[("/dev/zero", 0, 4000)]) in a layer 'a'. Compressed with gzip.
    private const string WithExternalStorage =
        "H4sIAAAAAAACA+2Wz07CQBDGd1oLpUiEeIB4gaPxggfuYkINJzXqgZuS2KiJSFKNqBc91rfwyKP0UfoI3rB/Zmm3wRgxMSZ+v6QZdmd3Z7r77dDXfm+vYm1Y" +
        "IsI0xYqoiiwzxt9S29J/xpbYemynmuzXY1+D+6u8fktX558c2XY0epZDxukW5HzwH+nbu4eRHXBb6snX1HFDtqOx62R12V0ybo0Vl9f1Kq9I4S8zzOZ6+Oi4" +
        "pzfDkXMb969TEpuIlPtBuTw/ux9e8Xv3Y7uUWBNSwf3I1MnAUMdNcjrs/zDu8f5Bj4Q2192Lrq4/5bZvqHk9WDizRXUmv19pnanEdWbiXF1c3qWF5qs6k553" +
        "Iekj2U4qjpwXcFxp9dAfeWqtZvhNEP9ji7op6s+8nhFmE/k1TYsXKIrNJI/4IfFuLq5Hb2uyP4mvk6xk0iMZ/Mp9aeT2q1FSx7XPnfv2k+OOFb3T/L2CIrS7" +
        "DBQqaDk97vDed0WnLDozfbEeU315Zf4CaKoZeDgEAAAAAAAAAAAAAAAAAAAAAAAA4I/xAV0oJL/IKgAA";

    private static string Write(TemporaryFolder folder, H5File file)
    {
        file.Write(folder["weights.h5"]);
        return folder["weights.h5"];
    }

    /// <summary>Every value, as the number that it had in the file.</summary>
    private static float[] Read(H5File file)
    {
        using var folder = new TemporaryFolder();
        using var weights = KerasWeightsFile.Open(Write(folder, file), "Tiny");
        weights.Pair(Wanted);
        return [.. Wanted.SelectMany(t => weights.Take(t.Layer, t.Role, [.. t.Shape]))];
    }

    private static string ErrorOf(H5File file)
    {
        var error = Assert.Throws<BackboneException>(() => Read(file));
        Assert.Contains("weights.h5", error.Message);
        return error.Message;
    }

    private static H5Group Conv(ref int next) => KerasFileSketch.Layer(ref next, ("convolution2d_7_W:0", [1, 1, 3, 2]), ("convolution2d_7_b:0", [2]));

    private static H5Group Normalisation(ref int next)
        => KerasFileSketch.Layer(ref next, ("a/b/beta:0", [2]), ("a/b/running_mean:0", [2]), ("a/b/running_std:0", [2]));

    [Fact]
    public void Layers_are_paired_by_their_order_whatever_they_are_called()
    {
        int next = 0;
        H5Group conv = Conv(ref next), none = KerasFileSketch.Layer(ref next), normalisation = Normalisation(ref next);
        H5Group more = KerasFileSketch.Layer(ref next, ("dense/kernel:0", [2, 9]));
        float[] values = Read(KerasFileSketch.File(("convolution2d_7", conv), ("relu", none), ("x/y", normalisation), ("dense", more)));
        Assert.Equal(Enumerable.Range(0, 14).Select(i => (float)i), values);
    }

    [Fact]
    public void A_saved_model_may_hold_the_network_as_a_model_in_it()
    {
        int next = 0;
        // What learns comes first, the statistics follow.
        H5Group inner = KerasFileSketch.Layer(
            ref next, ("conv/kernel:0", [1, 1, 3, 2]), ("conv/bias:0", [2]), ("bn/beta:0", [2]), ("bn/moving_mean:0", [2]),
            ("bn/moving_variance:0", [2]));
        H5Group head = KerasFileSketch.Layer(ref next, ("dense/kernel:0", [2, 9]), ("dense2/kernel:0", [9, 2]));
        H5File weights = KerasFileSketch.File(("sequential_1", inner), ("sequential_2", head));
        var model = new H5Group { Attributes = weights.Attributes };
        foreach ((string name, object group) in weights)
            model[name] = group;
        Assert.Equal(Enumerable.Range(0, 14).Select(i => (float)i), Read(new H5File { ["model_weights"] = model }));
    }

    [Theory]
    [InlineData("res2a_branch2a", 1e-3f, "conv2_block1_3_conv")]
    [InlineData("conv2_block1_1_conv", 1.001e-5f, "conv2_block1_0_conv")]
    public void Files_of_ResNet50_are_told_apart_by_their_layers(string layer, float epsilon, string firstOfTwo)
    {
        int next = 0;
        using var folder = new TemporaryFolder();
        using var weights = KerasWeightsFile.Open(Write(folder, KerasFileSketch.File((layer, Conv(ref next)))), "Tiny");
        KerasModel model = KerasCatalog.Of(KerasNetwork.ResNet50).For(weights);
        Assert.Equal(firstOfTwo, model.Tensors(false).First(t => t.Layer is "conv2_block1_0_conv" or "conv2_block1_3_conv").Layer);
        var normalisation = model.Network(224, false, new KerasShapes()).Graph.Node.First(n => n.OpType == "BatchNormalization");
        Assert.Equal(epsilon, normalisation.Attribute.Single().F);
    }

    [Fact]
    public void A_long_list_of_names_comes_in_parts()
    {
        int next = 0;
        H5File file = KerasFileSketch.File(("c", Conv(ref next)), ("n", Normalisation(ref next)));
        file.Attributes = new() { ["layer_names0"] = new[] { "c" }, ["layer_names1"] = new[] { "n" } };
        Assert.Equal(Enumerable.Range(0, 14).Select(i => (float)i), Read(file));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        int next = 0;
        Assert.Contains(
            "does not fit the layer 'bn', which needs beta [2], moving_mean [2], moving_variance [2]: the file has weights of 1 layer, " +
            "and the network needs those of 2.",
            ErrorOf(KerasFileSketch.File(("c", Conv(ref next)))));
        Assert.Contains(
            "does not fit the layer 'conv', which needs kernel [1, 1, 3, 2], bias [2]: 'x/y', which is in its place, has a/b/beta:0, " +
            "a/b/running_mean:0, a/b/running_std:0.",
            ErrorOf(KerasFileSketch.File(("x/y", Normalisation(ref next)), ("c", Conv(ref next)))));
        Assert.Contains(
            "the kernel in its place, 'W' of 'c', is [1, 1, 2, 3] of 32-bit FloatingPoint.",
            ErrorOf(KerasFileSketch.File(("c", KerasFileSketch.Layer(ref next, ("W", [1, 1, 2, 3]), ("b", [2]))))));
        H5Group doubles = KerasFileSketch.Layer(ref next, ("W", [1, 1, 3, 2]), ("b", [2]));
        doubles["b"] = new H5Dataset(new double[2]);
        Assert.Contains("the bias in its place, 'b' of 'c', is [2] of 64-bit FloatingPoint.", ErrorOf(KerasFileSketch.File(("c", doubles))));
        H5Group lacking = KerasFileSketch.Layer(ref next, ("W", [1, 1, 3, 2]), ("b", [2]));
        lacking.Remove("b");
        Assert.Contains("the tensor 'b' of the layer 'c' cannot be found", ErrorOf(KerasFileSketch.File(("c", lacking))));
    }

    [Fact]
    public void Other_files_are_refused()
    {
        int next = 0;
        H5File unnamed = KerasFileSketch.File(("c", Conv(ref next)));
        unnamed.Attributes = [];
        Assert.Contains("no attribute 'layer_names'", ErrorOf(unnamed));
        H5Group layer = Conv(ref next);
        layer.Attributes = [];
        Assert.Contains("the layer 'c' has no attribute 'weight_names'", ErrorOf(KerasFileSketch.File(("c", layer))));
        H5File numbers = KerasFileSketch.File(("c", Conv(ref next)));
        numbers.Attributes = new() { ["layer_names"] = new[] { 1, 2 } };
        ErrorOf(numbers);
        H5File absent = KerasFileSketch.File(("c", Conv(ref next)));
        absent.Remove("c");
        ErrorOf(absent);
    }

    /// <summary>Without a guard the stack overflows, which ends the process of the tests.</summary>
    [Fact]
    public void Links_that_go_round_in_circles_are_refused()
        => Assert.Contains("or it is damaged", ErrorOf(new H5File
        {
            Attributes = new() { ["layer_names"] = new[] { "a" } },
            ["a"] = new H5SoftLink("/b"),
            ["b"] = new H5SoftLink("/a"),
        }));

    /// <summary>A few bytes are less than what is read of this file to find out where they are.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(3)]
    public void Weights_in_another_file_are_refused_however_few(long length)
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "The file points to /dev/zero.");
        using var folder = new TemporaryFolder();
        using (var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(WithExternalStorage)), CompressionMode.Decompress))
        {
            using var content = new MemoryStream();
            packed.CopyTo(content);
            Span<byte> bytes = content.ToArray();
            while (length != 1000 && bytes.IndexOf(BitConverter.GetBytes(1000L)) is >= 0 and var at)
                BitConverter.TryWriteBytes(bytes[at..], length);
            File.WriteAllBytes(folder["weights.h5"], bytes);
        }

        using var weights = KerasWeightsFile.Open(folder["weights.h5"], "Tiny");
        weights.Pair([new KerasTensor("dense", "bias", [length])]);
        string message = Assert.Throws<BackboneException>(() => weights.Take("dense", "bias", length)).Message;
        Assert.Contains("weights.h5: the bias of the layer 'dense' lies in another file", message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_no_numbers_are_refused_by_the_name_of_their_layer(float value)
    {
        int next = 0;
        H5Group normalisation = Normalisation(ref next);
        normalisation["a"] = new H5Group
        {
            ["b"] = new H5Group
            {
                ["beta:0"] = new H5Dataset(new float[2]),
                ["running_mean:0"] = new H5Dataset(new[] { 0, value }),
                ["running_std:0"] = new H5Dataset(new float[2]),
            }
        };
        string message = ErrorOf(KerasFileSketch.File(("c", Conv(ref next)), ("n", normalisation)));
        Assert.Contains("weights.h5: the moving_mean of the layer 'bn' has values that are no numbers", message);
    }

    [Fact]
    public void A_damaged_file_is_an_error_of_this_library()
    {
        int next = 0;
        using var folder = new TemporaryFolder();
        string path = Write(folder, KerasFileSketch.File(("c", Conv(ref next)), ("n", Normalisation(ref next))));
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in (int[])[0, 1, 7, 8, 40, 100, whole.Length / 2, whole.Length - 20])
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<BackboneException>(() =>
            {
                using var weights = KerasWeightsFile.Open(path, "Tiny");
                weights.Pair(Wanted);
                foreach (KerasTensor tensor in Wanted)
                    weights.Take(tensor.Layer, tensor.Role, [.. tensor.Shape]);
            });
        }
    }

    [Fact]
    public void A_file_that_claims_more_than_it_has_is_refused_before_anything_is_allocated()
    {
        using var folder = new TemporaryFolder();
        int next = 0;
        string path = Write(folder, KerasFileSketch.File(("c", KerasFileSketch.Layer(ref next, ("W", [1111, 1])))));
        Span<byte> bytes = File.ReadAllBytes(path);
        while (bytes.IndexOf(BitConverter.GetBytes(1111L)) is >= 0 and var at)
            BitConverter.TryWriteBytes(bytes[at..], 1L << 28);
        File.WriteAllBytes(path, bytes);
        using var weights = KerasWeightsFile.Open(path, "Tiny");
        var error = Assert.Throws<BackboneException>(() => weights.Pair([new KerasTensor("dense", "kernel", [1 << 28, 1])]));
        Assert.Contains("cut off or compressed", error.Message);
    }
}
