using Google.Protobuf;
using MLTransfer.Networks;
using Onnx;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>Whole ONNX networks to begin with.</summary>
internal static class SampleNetworks
{
    /// <summary>A network for planes of floats, one fixed to a batch of 1 and an old operator set, and one for rows of bytes.</summary>
    public static IReadOnlyList<byte[]> All()
    {
        ModelProto fixedBatch = SmallNetwork.Create(2);
        fixedBatch.OpsetImport[0].Version = 9;
        SetBatch(fixedBatch.Graph.Input[0], 1);
        SetBatch(fixedBatch.Graph.Output[0], 1);
        return [SmallNetwork.Create().ToByteArray(), fixedBatch.ToByteArray(), OfBytes().ToByteArray()];
    }

    private static void SetBatch(ValueInfoProto value, long batch)
        => value.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = batch };

    private static ModelProto OfBytes()
    {
        ModelProto network = SmallNetwork.Create(3);
        GraphProto graph = network.Graph;
        graph.Input[0] = GraphElements.BatchOf("bytes", SmallNetwork.Size, SmallNetwork.Size, 3);
        graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Uint8;
        graph.Node.Insert(0, GraphElements.Node("Cast", ["bytes"], "floats", GraphElements.Attribute("to", (long)TensorProto.Types.DataType.Float)));
        graph.Node.Insert(1, GraphElements.Node("Transpose", ["floats"], "input", GraphElements.Attribute("perm", 0L, 3, 1, 2)));
        return network;
    }
}
