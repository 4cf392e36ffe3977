using Google.Protobuf;
using MLTransfer.Networks;
using MLTransfer.Tests.Networks;
using MLTransfer.Tests.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Training.FineTuning;

/// <summary>What lies below the cut keeps every bit, and what learns above it changes.</summary>
[Collection(TorchTests.Name)]
public sealed class FreezingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("stage2", "block2.weights")]
    [InlineData(null, "block2.weights")]
    [InlineData("conv1", "block1.inner.weights block2.weights")]
    [InlineData("stage1", "conv1.weights block1.inner.weights block2.weights")]
    public void Exactly_the_layers_above_the_cut_learn(string? unfrozen, string learning)
    {
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with { UnfreezeFrom = unfrozen });
        Assert.Equal(learning.Split(' ').Order(), Changed(_tiny.Backbone.Network, _tiny.Saved(model)));
        AssertFrozen(_tiny.Backbone.Network, _tiny.Saved(model), model.FineTuning!.UnfrozenFrom);
    }

    [Theory]
    [InlineData(true, "expand.weights expand.scale expand.shift depth.weights depth.scale depth.shift project.weights project.scale project.shift")]
    [InlineData(false, "expand.weights depth.weights project.weights")]
    public void Scales_and_shifts_learn_where_asked_and_statistics_never(bool trainNormalization, string learning)
    {
        Backbone backbone = Write(Depthwise());
        using ImageTransferTransformer model = _tiny.Fit(_tiny.Tuning() with
        {
            Backbone = backbone,
            UnfreezeFrom = "stem",
            TrainNormalization = trainNormalization,
        });
        ModelProto saved = _tiny.Saved(model);
        Assert.Equal(learning.Split(' ').Order(StringComparer.Ordinal), Changed(backbone.Network, saved).Order(StringComparer.Ordinal));
        AssertFrozen(backbone.Network, saved, "stem");
    }

    [Fact]
    public void Layer4_of_ResNet18_learns_and_all_below_stays()
    {
        string pictures = Path.Combine(Repository.Root, "assets", "pictures");
        TinyRow[] rows = [.. Directory.GetDirectories(pictures).Order(StringComparer.Ordinal).Take(2).SelectMany(label =>
            Directory.GetFiles(label, "*.jpg").Order(StringComparer.Ordinal).Take(4)
                .Select(file => new TinyRow { ImagePath = file, Label = Path.GetFileName(label) }))];
        using ImageTransferTransformer model = _tiny.Fit(
            _tiny.Tuning() with { Backbone = Backbone.ResNet18, UnfreezeFrom = "layer4", Epoch = 1, LearningRate = null }, _tiny.View(rows));
        ModelProto before = Backbone.ResNet18.Network, saved = _tiny.Saved(model);
        AssertFrozen(before, saved, model.FineTuning!.UnfrozenFrom);
        string[] trainable = [.. TrainableAbove(before, model.FineTuning.UnfrozenFrom)];
        // Three blocks of two convolutions, and one on the shortcut.
        Assert.Equal(7, trainable.Count(name => before.Graph.Initializer.Single(i => i.Name == name).Dims.Count == 4));
        Assert.Equal(trainable.Order(StringComparer.Ordinal), Changed(before, saved).Order(StringComparer.Ordinal));
    }

    /// <summary>A stem, and the block of a MobileNet: expansion, depthwise convolution and projection, each with batch normalisation.</summary>
    private static ModelProto Depthwise()
    {
        var sketch = new NetworkSketch(TinyNetwork.Size, TinyNetwork.Size);
        Normalised(sketch.Conv("input", "stem.conv", 3, 6, stride: 2), "stem", 6);
        sketch.Node("Relu", ["stem"], "stem.relu");
        Normalised(sketch.Conv("stem.relu", "expand.conv", 6, 12, size: 1), "expand", 12);
        sketch.Node("Relu", ["expand"], "expand.relu");
        Normalised(sketch.Conv("expand.relu", "depth.conv", 12, 12, stride: 2, group: 12), "depth", 12);
        sketch.Node("Relu", ["depth"], "depth.relu");
        Normalised(sketch.Conv("depth.relu", "project.conv", 12, 8, size: 1), "project", 8);
        sketch.Node("GlobalAveragePool", ["project"], "pooled");
        sketch.Node("Flatten", ["pooled"], "output");
        return sketch.Build("output");

        void Normalised(string from, string to, int channels)
        {
            foreach (TensorProto weights in sketch.Graph.Initializer.Where(i => i.Name == $"{from}.weights"))
                weights.Name = $"{to}.weights";
            sketch.Graph.Node[^1].Input[1] = $"{to}.weights";
            foreach ((string part, float start) in (IEnumerable<(string, float)>)[("scale", 1), ("shift", .1f), ("mean", 0), ("variance", 1)])
                sketch.Graph.Initializer.Add(GraphElements.Tensor($"{to}.{part}", [.. Enumerable.Range(0, channels).Select(c => start + c * .01f)], channels));
            sketch.Node("BatchNormalization", [from, $"{to}.scale", $"{to}.shift", $"{to}.mean", $"{to}.variance"], to);
        }
    }

    private Backbone Write(ModelProto network)
    {
        File.WriteAllBytes(_tiny["depthwise.onnx"], network.ToByteArray());
        return Backbone.FromOnnx(_tiny["depthwise.onnx"], new BackboneOptions { Preprocessing = Preprocessing.Keras, Resize = TinyNetwork.Resize });
    }

    /// <summary>The constants of a network whose numbers another has differently.</summary>
    private static IEnumerable<string> Changed(ModelProto before, ModelProto after)
    {
        IReadOnlyDictionary<string, float[]> old = TinyTuning.Floats(before), current = TinyTuning.Floats(after);
        return old.Where(w => !Bits(w.Value).SequenceEqual(Bits(current[w.Key]))).Select(w => w.Key).Order();
    }

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);

    private static void AssertFrozen(ModelProto before, ModelProto after, string cut)
    {
        HashSet<string> below = Below(before, cut);
        Dictionary<string, TensorProto> old = before.Graph.Initializer.Where(i => below.Contains(i.Name)).ToDictionary(i => i.Name);
        Assert.NotEmpty(old);
        Assert.All(old, i => Assert.Equal(i.Value, after.Graph.Initializer.Single(other => other.Name == i.Key)));
    }

    /// <summary>Weights, biases, scales and shifts that no node below the cut uses.</summary>
    private static IEnumerable<string> TrainableAbove(ModelProto network, string cut)
    {
        HashSet<string> below = Below(network, cut);
        return network.Graph.Node.Where(n => n.OpType is "Conv" or "Gemm" or "BatchNormalization")
            .SelectMany(n => n.Input.Skip(1).Take(2)).Where(name => !below.Contains(name)).Distinct();
    }

    /// <summary>All tensors that a tensor is computed from.</summary>
    private static HashSet<string> Below(ModelProto network, string tensor)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([tensor]);
        while (open.TryPop(out string? name))
        {
            if (!found.Add(name))
                continue;
            foreach (string input in network.Graph.Node.Where(n => n.Output.Contains(name)).SelectMany(n => n.Input))
                open.Push(input);
        }

        return found;
    }
}
