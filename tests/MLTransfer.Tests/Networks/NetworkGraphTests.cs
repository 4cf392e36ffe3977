using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class NetworkGraphTests
{
    private static string ErrorOf(NetworkSketch sketch)
        => Assert.Throws<NetworkException>(() => new NetworkGraph(sketch.Graph, "sketch.onnx")).Message;

    [Fact]
    public void Knows_who_makes_and_who_uses_a_tensor()
    {
        GraphProto graph = TinyNetwork.Create().Graph;
        var index = new NetworkGraph(graph, "tiny");
        Assert.Equal("Add", index.ProducerOf("block1")?.OpType);
        Assert.Equal(["Conv", "Add"], index.ConsumersOf("conv1").Select(n => n.OpType));
        Assert.Null(index.ProducerOf("input"));
        Assert.Empty(index.ConsumersOf("output"));
        Assert.Equal(6, index.ConstantOf("conv1.weights")?.Dims[0]);
        Assert.Null(index.ConstantOf("conv1"));
    }

    [Fact]
    public void Refuses_a_tensor_that_nothing_makes()
    {
        var sketch = new NetworkSketch();
        sketch.Node("Add", ["input", "nowhere"], "a");
        Assert.Contains("'nowhere', which nothing before it makes", ErrorOf(sketch));
    }

    [Fact]
    public void Refuses_a_tensor_that_is_made_after_its_use()
    {
        var sketch = new NetworkSketch();
        sketch.Node("Relu", ["b"], "a");
        sketch.Node("Relu", ["a"], "b");
        Assert.Contains("'b', which nothing before it makes", ErrorOf(sketch));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("input")]
    [InlineData("w")]
    public void Refuses_a_tensor_that_is_made_twice(string again)
    {
        var sketch = new NetworkSketch();
        sketch.Weights("w", 3);
        sketch.Node("Relu", ["input"], "a");
        sketch.Node("Relu", ["input"], again);
        Assert.Contains($"'{again}' is made twice", ErrorOf(sketch));
    }

    [Fact]
    public void Refuses_two_initializers_of_one_name()
    {
        var sketch = new NetworkSketch();
        sketch.Node("Add", ["input", sketch.Weights("w", 1)], "a");
        sketch.Weights("w", 1);
        Assert.Contains("'w' is made twice", ErrorOf(sketch));
    }

    [Fact]
    public void Knows_the_sparse_constants_of_a_body()
    {
        var body = new GraphProto { Name = "body" };
        body.SparseInitializer.Add(new SparseTensorProto { Values = GraphElements.Tensor("sparse", [1f], 1) });
        body.Node.Add(GraphElements.Node("Neg", ["sparse"], "inside"));
        body.Output.Add(GraphElements.Untyped("inside"));
        NodeProto node = GraphElements.Node("If", ["condition"], "out");
        node.Attribute.Add(new AttributeProto { Name = "then_branch", G = body });
        Assert.Equal(["condition"], NetworkGraph.InputsOf(node));
    }
}
