using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Tests.Networks;

/// <summary>A tensor that lies in another file could lie in any file: every place where a tensor can stand is searched.</summary>
public class ExternalDataTests
{
    private static TensorProto External()
    {
        TensorProto tensor = GraphElements.Tensor("secret", [0f], 1);
        tensor.RawData = ByteString.Empty;
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../../etc/passwd" });
        return tensor;
    }

    private static NodeProto ConstantNode(TensorProto tensor)
        => GraphElements.Node("Constant", [], "constant", new AttributeProto { Name = "value", T = tensor });

    private static GraphProto Body(Action<GraphProto> change)
    {
        var body = new GraphProto { Name = "body" };
        change(body);
        return body;
    }

    private static FunctionProto Function(Action<FunctionProto> change)
    {
        var function = new FunctionProto { Name = "F", Domain = "own" };
        change(function);
        return function;
    }

    private static readonly Dictionary<string, Action<ModelProto>> Places = new()
    {
        ["initializer"] = n => n.Graph.Initializer.Add(External()),
        ["initializer that says only where"] = n =>
        {
            n.Graph.Initializer.Add(External());
            n.Graph.Initializer[^1].DataLocation = TensorProto.Types.DataLocation.Default;
        },
        ["initializer that says only that"] = n =>
        {
            n.Graph.Initializer.Add(External());
            n.Graph.Initializer[^1].ExternalData.Clear();
        },
        ["sparse values"] = n => n.Graph.SparseInitializer.Add(new SparseTensorProto { Values = External() }),
        ["sparse indices"] = n => n.Graph.SparseInitializer.Add(new SparseTensorProto { Indices = External() }),
        ["Constant"] = n => n.Graph.Node.Add(ConstantNode(External())),
        ["list of tensors"] = n => n.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "many", Tensors = { External() } }),
        ["sparse attribute"] = n => n.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "s", SparseTensor = new SparseTensorProto { Values = External() } }),
        ["list of sparse"] = n => n.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "s", SparseTensors = { new SparseTensorProto { Values = External() } } }),
        ["initializer of a body"] = n => n.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "g", G = Body(b => b.Initializer.Add(External())) }),
        ["Constant in a body in a body"] = n => n.Graph.Node[0].Attribute.Add(new AttributeProto
        {
            Name = "g",
            G = Body(outer => outer.Node.Add(GraphElements.Node(
                "If", ["c"], "o", new AttributeProto { Name = "then_branch", G = Body(inner => inner.Node.Add(ConstantNode(External()))) }))),
        }),
        ["list of bodies"] = n => n.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "g", Graphs = { Body(b => b.Initializer.Add(External())) } }),
        ["Constant in a function"] = n => n.Functions.Add(Function(f => f.Node.Add(ConstantNode(External())))),
        ["default attribute of a function"] = n => n.Functions.Add(Function(f => f.AttributeProto.Add(new AttributeProto { Name = "a", T = External() }))),
    };

    public static TheoryData<string> AllPlaces { get; } = [.. Places.Keys];

    [Theory]
    [MemberData(nameof(AllPlaces))]
    public void Is_refused(string place)
    {
        ModelProto network = TinyNetwork.Create();
        Places[place](network);
        string message = Assert.Throws<NetworkException>(() => NetworkFile.Parse(network.ToByteArray(), "tiny.onnx")).Message;
        Assert.Contains("'secret' lies in another file", message);
        Assert.StartsWith("tiny.onnx: ", message);
    }

    [Fact]
    public void Is_refused_by_FromOnnx_even_where_the_output_does_not_need_it()
    {
        ModelProto network = TinyNetwork.Create();
        network.Graph.Initializer.Add(External());
        using var folder = new TemporaryFolder();
        Backbone backbone = OnnxFile.Write(folder, network);
        Assert.Throws<NetworkException>(() => backbone.Sha256);
    }
}
