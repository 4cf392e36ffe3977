using System.Globalization;
using MLTransfer.Tests.Networks;
using Onnx;

namespace MLTransfer.Tests.Backbones;

public class BackboneIdentityTests
{
    private static string HashOf(BackboneOptions? options = null, int seed = 1)
    {
        using var folder = new TemporaryFolder();
        ModelProto network = TinyNetwork.Create(seed);
        network.Graph.Output.Add(MLTransfer.Networks.GraphElements.Untyped("block2"));
        return OnnxFile.Write(folder, network, options).Sha256;
    }

    [Fact]
    public void The_hash_follows_everything_that_decides_what_is_computed()
    {
        BackboneOptions[] different =
        [
            new(),
            new() { Preprocessing = Preprocessing.Keras },
            new() { Preprocessing = Preprocessing.Caffe },
            new() { Preprocessing = Preprocessing.Caffe with { ChannelOrder = ChannelOrder.Rgb } },
            new() { Preprocessing = new Preprocessing { Mean = [1, 2, 3] } },
            new() { Preprocessing = new Preprocessing { Mean = [1, 2, 3.0000002f] } },
            new() { Preprocessing = new Preprocessing { Deviation = [1, 2, 3] } },
            new() { Resize = ResizePolicy.ForSize(32) with { ShortSide = 40 } },
            new() { Resize = ResizePolicy.ForSize(64) },
            new() { Output = "block2" },
        ];
        string[] hashes = [.. different.Select(o => HashOf(o)), HashOf(seed: 2)];
        Assert.Distinct(hashes);
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
    }

    [Fact]
    public void The_hash_follows_nothing_else()
    {
        BackboneOptions[] same =
        [
            new() { Name = "Another" },
            new() { Stages = [KeyValuePair.Create("all", "block2")] },
            new() { Output = "output" },
            new() { Resize = ResizePolicy.ForSize(32) },
            new() { Preprocessing = new Preprocessing { Mean = [0, 0, 0], Deviation = [1, 1, 1] } },
        ];
        Assert.All(same, options => Assert.Equal(HashOf(), HashOf(options)));
    }

    [Fact]
    public void The_hash_is_the_same_in_every_country()
    {
        var options = new BackboneOptions { Preprocessing = Preprocessing.ImageNetTorch };
        string here = HashOf(options);
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(here, HashOf(options));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Options_changed_after_the_call_change_nothing()
    {
        float[] mean = [1, 2, 3];
        var stages = new List<KeyValuePair<string, string>> { KeyValuePair.Create("a", "block1") };
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(
            folder, TinyNetwork.Create(), new BackboneOptions { Preprocessing = new Preprocessing { Mean = mean }, Stages = stages });
        string expected = OnnxFile.Write(
            folder, TinyNetwork.Create(), new BackboneOptions { Preprocessing = new Preprocessing { Mean = [1, 2, 3] } }).Sha256;
        mean[0] = 9;
        stages[0] = KeyValuePair.Create("a", "nowhere");
        Assert.Equal(expected, backbone.Sha256);
        Assert.Equal("block1", backbone.Stages[0].Tensor);
    }

    [Fact]
    public void Many_threads_may_use_a_new_backbone_at_once()
    {
        using var folder = new TemporaryFolder();
        for (int round = 0; round < 10; round++)
        {
            Backbone backbone = OnnxFile.Write(folder, TinyNetwork.Create(batch: 1));
            using var start = new Barrier(8);
            var seen = new (string Hash, ModelProto Network, IReadOnlyList<BackboneStage> Stages, string Cut)[8];
            Thread[] threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                seen[i] = (backbone.Sha256, backbone.Network, backbone.Stages, backbone.FindCut("stage1"));
            }))];
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());
            Assert.All(seen, s => Assert.Equal((seen[0].Hash, seen[0].Cut), (s.Hash, s.Cut)));
            Assert.All(seen, s => Assert.Same(seen[0].Network, s.Network));
            Assert.All(seen, s => Assert.Same(seen[0].Stages, s.Stages));
        }
    }

    [Fact]
    public void Its_lists_cannot_be_changed()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, TinyNetwork.Create());
        Assert.True(backbone.Cuts is not IList<string> { IsReadOnly: false });
        Assert.True(backbone.Stages is not IList<BackboneStage> { IsReadOnly: false });
        Assert.True(Preprocessing.Caffe.Mean is not IList<float> { IsReadOnly: false });
    }
}
