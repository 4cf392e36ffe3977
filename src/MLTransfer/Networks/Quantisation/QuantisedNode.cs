using Onnx;

namespace MLTransfer.Networks.Quantisation;

/// <summary>A node that is computed on bytes.</summary>
/// <param name="Node">The node.</param>
/// <param name="Activation">The Relu or Clip after it that the range of its output takes over; null where there is none.</param>
internal sealed record QuantisedNode(NodeProto Node, NodeProto? Activation)
{
    /// <summary>What comes out in the end.</summary>
    public string Output => (Activation ?? Node).Output[0];

    /// <summary>The activations that go in.</summary>
    public IEnumerable<string> Inputs => Node.OpType == "Conv" ? Node.Input.Take(1) : Node.Input;

    /// <summary>Whether the codes that come out are some of those that go in, so that they mean the same.</summary>
    public bool KeepsRange => Node.OpType == "MaxPool";
}
