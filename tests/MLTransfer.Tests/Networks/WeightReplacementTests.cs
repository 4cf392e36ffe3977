using Google.Protobuf;
using MLTransfer.Networks;
using MLTransfer.Tests.Training.Torch;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class WeightReplacementTests
{
    [Fact]
    public void Changes_the_named_weights_and_no_other_bit()
    {
        ModelProto network = TinyNetwork.Create();
        byte[] before = network.ToByteArray();
        float[] values = Numbers.Random(new Random(1), 6 * 6 * 9, -1, 1);
        ModelProto changed = WeightReplacement.Apply(network, new Dictionary<string, float[]> { ["block1.inner.weights"] = values });

        Assert.Equal(before, network.ToByteArray());
        Assert.Equal(network.Graph.Node, changed.Graph.Node);
        Assert.Equal(network.Graph.Initializer.Select(i => i.Name), changed.Graph.Initializer.Select(i => i.Name));
        foreach ((TensorProto old, TensorProto now) in network.Graph.Initializer.Zip(changed.Graph.Initializer))
        {
            Assert.Equal(old.Dims, now.Dims);
            if (old.Name == "block1.inner.weights")
                Assert.Equal(values, TensorValues.Floats(now));
            else
                Assert.Same(old, now);
        }
    }

    [Fact]
    public void Turns_typed_values_into_raw_ones()
    {
        ModelProto network = TinyNetwork.Create();
        TensorProto typed = network.Graph.Initializer[0];
        float[] old = TensorValues.Floats(typed), values = Numbers.Random(new Random(1), old.Length, -1, 1);
        typed.RawData = ByteString.Empty;
        typed.FloatData.Add(old);
        ModelProto changed = WeightReplacement.Apply(network, new Dictionary<string, float[]> { [typed.Name] = values });
        TensorProto now = changed.Graph.Initializer.Single(i => i.Name == typed.Name);
        Assert.Empty(now.FloatData);
        Assert.Equal(sizeof(float) * old.Length, now.RawData.Length);
        Assert.Equal(values, TensorValues.Floats(now));
    }

    [Fact]
    public void Makes_an_initializer_of_a_node_that_is_constant()
    {
        var sketch = new OperatorSketch();
        var value = new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = GraphElements.Tensor("other name", [1f, 2], 2) };
        sketch.Node("Constant", [], "offsets", value);
        sketch.Node("Add", ["input", "offsets"], "output");
        ModelProto changed = WeightReplacement.Apply(sketch.Build(2), new Dictionary<string, float[]> { ["offsets"] = [10, 20] });
        Assert.Equal(["Add"], changed.Graph.Node.Select(n => n.OpType));
        Assert.Equal([11f, 21, 12, 22], NetworkRun.Of(changed.ToByteArray(), [1, 1, 2, 2], [2, 2])[0].Values);
    }

    [Fact]
    public void Refuses_names_and_sizes_that_do_not_fit()
    {
        ModelProto network = TinyNetwork.Create();
        Assert.Contains("'nothing'", Assert.Throws<ArgumentException>(
            () => WeightReplacement.Apply(network, new Dictionary<string, float[]> { ["nothing"] = [1] })).Message);
        Assert.Contains("'block2.weights' has 648 values, not 3", Assert.Throws<ArgumentException>(
            () => WeightReplacement.Apply(network, new Dictionary<string, float[]> { ["block2.weights"] = [1, 2, 3] })).Message);
    }
}
