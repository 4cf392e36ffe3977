using Google.Protobuf;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>Reads ONNX files. What comes from outside is checked here, once.</summary>
internal static class NetworkFile
{
    // The size limit of a protobuf message; larger networks keep their weights in external files, which are refused.
    private const long MaxBytes = int.MaxValue;

    /// <exception cref="NetworkException">The file cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            return new FileInfo(path).Length > MaxBytes
                ? throw new NetworkException(path, "the file is larger than 2 GB, more than an ONNX file can be.")
                : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NetworkException(path, $"the file cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="NetworkException">The bytes are no ONNX network, or a damaged one, or it keeps weights in other files.</exception>
    public static ModelProto Parse(ArraySegment<byte> bytes, string name)
    {
        ModelProto network;
        try
        {
            network = ModelProto.Parser.ParseFrom(RawFloats.Of(bytes));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new NetworkException(name, "this is not an ONNX file, or it is damaged.", e);
        }

        if (network.Graph is null || network.Graph.Node.Count == 0)
            throw new NetworkException(name, "this is not an ONNX file, or it holds no network.");
        RefuseExternalData(network, name);
        RefuseImpossibleSizes(network.Graph, name);
        return network;
    }

    private static void RefuseExternalData(ModelProto network, string name)
    {
        TensorProto? external = network.Functions.SelectMany(TensorsOf).Concat(TensorsOf(network.Graph))
            .FirstOrDefault(t => t.DataLocation == TensorProto.Types.DataLocation.External || t.ExternalData.Count > 0);
        if (external is not null)
        {
            throw new NetworkException(
                name, $"the tensor '{external.Name}' lies in another file ('external data'), which is refused because such a reference can " +
                "point anywhere. Save the network as one file (in Python: onnx.save_model(model, path, save_as_external_data=False)).");
        }
    }

    /// <summary>What is computed from sizes later need not fear them.</summary>
    private static void RefuseImpossibleSizes(GraphProto graph, string name)
    {
        TensorProto? impossible = TensorsOf(graph).FirstOrDefault(
            t => t.Dims.Any(d => d < 0) || t.Dims.Aggregate(1.0, (product, d) => product * d) > MaxBytes);
        if (impossible is not null)
        {
            throw new NetworkException(
                name, $"this ONNX file is damaged: it says that the tensor '{impossible.Name}' has the shape [{string.Join(", ", impossible.Dims)}].");
        }
    }

    /// <summary>All constants of a graph, those in attributes and in bodies of nodes included.</summary>
    public static IEnumerable<TensorProto> TensorsOf(GraphProto graph)
        => graph.Initializer
            .Concat(graph.SparseInitializer.SelectMany(TensorsOf))
            .Concat(graph.Node.SelectMany(n => n.Attribute).SelectMany(TensorsOf));

    private static IEnumerable<TensorProto> TensorsOf(FunctionProto function)
        => function.AttributeProto.Concat(function.Node.SelectMany(n => n.Attribute)).SelectMany(TensorsOf);

    private static IEnumerable<TensorProto> TensorsOf(AttributeProto attribute)
        => attribute.Tensors.Concat(Some(attribute.T))
            .Concat(attribute.SparseTensors.Concat(Some(attribute.SparseTensor)).SelectMany(TensorsOf))
            .Concat(attribute.Graphs.Concat(Some(attribute.G)).SelectMany(TensorsOf));

    private static IEnumerable<TensorProto> TensorsOf(SparseTensorProto sparse) => Some(sparse.Values).Concat(Some(sparse.Indices));

    private static IEnumerable<T> Some<T>(T? value)
        where T : class
        => value is null ? [] : [value];
}
