using Onnx;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Reads the attributes of a node.</summary>
internal sealed class NodeAttributes(NodeProto node)
{
    public long Integer(string name, long absent) => Find(name)?.I ?? absent;

    public double Number(string name, double absent) => Find(name)?.F ?? absent;

    public string Text(string name, string absent) => Find(name)?.S.ToStringUtf8() ?? absent;

    public bool Flag(string name) => Integer(name, 0) != 0;

    /// <summary>A list of integers; null where the attribute is absent.</summary>
    public long[]? Integers(string name) => Find(name) is { } attribute ? [.. attribute.Ints] : null;

    private AttributeProto? Find(string name) => node.Attribute.FirstOrDefault(a => a.Name == name);
}
