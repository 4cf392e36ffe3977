using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;

namespace MLTransfer.Networks;

/// <summary>Makes the parts that graph surgery adds: nodes, attributes, tensors, shapes.</summary>
internal static class GraphElements
{
    public static NodeProto Node(string operation, IEnumerable<string> inputs, string output, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = operation, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        return node;
    }

    public static AttributeProto Attribute(string name, long value)
        => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, float value)
        => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    public static TensorProto Tensor(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> dimensions)
        => Tensor(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), dimensions);

    public static TensorProto Tensor(string name, params ReadOnlySpan<long> values)
        => Tensor(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    public static TensorProto Tensor(
        string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> littleEndian, ReadOnlySpan<long> dimensions)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(littleEndian) };
        foreach (long dimension in dimensions)
            tensor.Dims.Add(dimension);
        return tensor;
    }

    /// <summary>A tensor that has the array itself, which must not change any more.</summary>
    public static TensorProto Owner(string name, byte[] floats, IEnumerable<long> dimensions)
        => Owner(name, UnsafeByteOperations.UnsafeWrap(floats), dimensions);

    /// <summary>A tensor that has the array itself, which must not change any more.</summary>
    public static TensorProto Owner(string name, float[] values, IEnumerable<long> dimensions)
        => Owner(name, UnsafeByteOperations.UnsafeWrap(new FloatBytes(values).Memory), dimensions);

    private static TensorProto Owner(string name, ByteString floats, IEnumerable<long> dimensions)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float, RawData = floats };
        tensor.Dims.Add(dimensions);
        return tensor;
    }

    /// <summary>A float value of shape [N, ...dimensions]; -1 leaves a dimension open.</summary>
    public static ValueInfoProto BatchOf(string name, params ReadOnlySpan<long> dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        for (int i = 0; i < dimensions.Length; i++)
        {
            shape.Dim.Add(dimensions[i] >= 0
                ? new TensorShapeProto.Types.Dimension { DimValue = dimensions[i] }
                : new TensorShapeProto.Types.Dimension { DimParam = $"{name}_{i + 1}" });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } },
        };
    }

    /// <summary>A value of the type and shape of a constant.</summary>
    public static ValueInfoProto Typed(TensorProto constant)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(constant.Dims.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto
        {
            Name = constant.Name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = constant.DataType, Shape = shape } },
        };
    }

    /// <summary>A float value of which nothing but the name is known; the runtime infers the rest.</summary>
    public static ValueInfoProto Untyped(string name) => new() { Name = name };
}
