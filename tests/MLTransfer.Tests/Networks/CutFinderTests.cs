using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

public class CutFinderTests
{
    /// <summary>Takes the definition at its word: a tensor is a cut if the output cannot be reached from the input without it.</summary>
    private static string[] CutsByRemoval(GraphProto graph)
    {
        string output = graph.Output[0].Name;
        string[] tensors = [.. graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0)];
        return Reaches(removed: null) ? [.. tensors.Where(t => !Reaches(t))] : [];

        bool Reaches(string? removed)
        {
            var reached = new HashSet<string> { graph.Input[0].Name };
            foreach (NodeProto node in graph.Node.Where(n => n.Input.Concat(CapturedNames(n)).Any(i => i.Length > 0 && reached.Contains(i))))
                reached.UnionWith(node.Output.Where(o => o != removed));
            return reached.Contains(output);
        }
    }

    private static IEnumerable<string> CapturedNames(NodeProto node)
        => node.Attribute.Where(a => a.G is not null).SelectMany(a => a.G.Node).SelectMany(n => n.Input);

    private static GraphProto RandomGraph(int seed)
    {
        var random = new Random(seed);
        var graph = new GraphProto { Name = "random" };
        graph.Input.Add(GraphElements.BatchOf("x", 3, 4, 4));
        graph.Initializer.Add(GraphElements.Tensor("w", 1L));
        var tensors = new List<string> { "x", "w" };
        int nodes = random.Next(1, 25);
        for (int n = 0; n < nodes; n++)
        {
            var node = new NodeProto { OpType = "Any", Name = $"n{n}" };
            for (int i = random.Next(1, 4); i > 0; i--)
                node.Input.Add(Pick());
            if (random.Next(4) == 0)
                node.Input.Add("");
            for (int o = random.Next(1, 3); o > 0; o--)
                node.Output.Add($"t{n}.{o}");
            if (random.Next(4) == 0)
                node.Output.Add("");
            if (random.Next(8) == 0)
                node.Attribute.Add(Body("then_branch", Pick()));
            tensors.AddRange(node.Output.Where(o => o.Length > 0));
            graph.Node.Add(node);
        }

        graph.Output.Add(GraphElements.Untyped(tensors[random.Next(2, tensors.Count)]));
        return graph;

        // Mostly a tensor made lately, so that cuts are neither everywhere nor nowhere.
        string Pick() => tensors[Math.Max(0, tensors.Count - 1 - random.Next(random.Next(1, 6)))];
    }

    private static AttributeProto Body(string name, string captured)
    {
        var body = new GraphProto { Name = name };
        body.Node.Add(GraphElements.Node("Neg", [captured], "inside"));
        body.Output.Add(GraphElements.Untyped("inside"));
        return new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Graph, G = body };
    }

    [Fact]
    public void Finds_what_removing_every_tensor_in_turn_finds()
    {
        int cuts = 0, tensors = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            GraphProto graph = RandomGraph(seed);
            string[] expected = CutsByRemoval(graph);
            Assert.True(expected.SequenceEqual(CutFinder.Find(graph)), $"seed {seed}: {graph}");
            cuts += expected.Length;
            tensors += graph.Node.Sum(n => n.Output.Count);
        }

        // The graphs say something only if many tensors are cuts and many are not.
        Assert.InRange(cuts, tensors / 20, tensors / 2);
    }

    [Fact]
    public void Does_not_cut_inside_a_residual_block()
    {
        GraphProto graph = TinyNetwork.Create().Graph;
        Assert.Equal(["conv1.conv", "conv1", "block1", "block2.conv", "block2", "pooled", "output"], CutFinder.Find(graph));
    }

    [Fact]
    public void Does_not_cut_one_of_several_outputs_of_a_node()
    {
        var sketch = new NetworkSketch();
        sketch.Node("Relu", ["input"], "a");
        sketch.Node("Split", ["a"], "left");
        sketch.Graph.Node[^1].Output.Add("right");
        sketch.Node("Concat", ["left", "right"], "joined");
        Assert.Equal(["a", "joined"], CutFinder.Find(sketch.Build("joined").Graph));
    }

    [Fact]
    public void Sees_the_side_path_of_a_shape()
    {
        var sketch = new NetworkSketch();
        sketch.Node("Relu", ["input"], "a");
        sketch.Node("Shape", ["a"], "shape");
        sketch.Node("Neg", ["a"], "b");
        sketch.Node("Reshape", ["b", "shape"], "c");
        Assert.Equal(["a", "c"], CutFinder.Find(sketch.Build("c").Graph));
    }

    [Fact]
    public void Sees_what_the_body_of_an_If_captures()
    {
        var sketch = new NetworkSketch();
        sketch.Node("Relu", ["input"], "a");
        sketch.Node("Neg", ["a"], "b");
        sketch.Node("If", ["b"], "c", Body("then_branch", "a"), Body("else_branch", "b"));
        sketch.Node("Neg", ["c"], "d");
        Assert.Equal(["a", "c", "d"], CutFinder.Find(sketch.Build("d").Graph));
    }

    [Fact]
    public void Finds_nothing_where_the_output_is_constant()
    {
        var sketch = new NetworkSketch();
        sketch.Node("Relu", ["input"], "a");
        sketch.Node("Neg", [sketch.Weights("w", 3)], "b");
        Assert.Empty(CutFinder.Find(sketch.Build("b").Graph));
    }
}
