using System.Runtime.InteropServices;
using MLTransfer.Networks;
using MLTransfer.Training.Torch.Gradients;
using MLTransfer.Training.Torch.Operators;
using Onnx;
using static TorchSharp.torch;

namespace MLTransfer.Training.Torch;

/// <summary>The order in which a part of a network is computed. Every tensor has a slot; a tensor is disposed after its last use.</summary>
/// <remarks>What the backward pass needs, Torch keeps itself: disposing a tensor gives up only this reference to it.</remarks>
internal sealed class TorchPlan
{
    private readonly Dictionary<string, int> _slots = [];
    private readonly List<TensorProto?> _constants = [];
    private readonly List<Step> _steps = [];
    private readonly NetworkPart _part;
    private readonly string _name;

    private TorchPlan(NetworkPart part, string name)
    {
        _part = part;
        _name = name;
        Add(part.Input);
    }

    private sealed record Step(Operator Operator, string Node, int[] Inputs, int Output)
    {
        public int[] Expiring { get; set; } = [];
    }

    /// <summary>The constant of every slot; null where the tensor is computed.</summary>
    public IReadOnlyList<TensorProto?> Constants => _constants;

    /// <exception cref="NetworkException">Operators are not supported: the message names all of them.</exception>
    public static TorchPlan Compile(ModelProto network, string input, string output)
    {
        var part = new NetworkPart(network, input, output);
        var plan = new TorchPlan(part, network.Graph.Name);
        long opset = Opset.Of(network);
        var problems = new List<string>();
        foreach (NodeProto node in part.Nodes)
        {
            try
            {
                plan.Add(node, opset);
            }
            catch (NotSupportedException e)
            {
                problems.Add($"{(node.Domain.Length > 0 ? $"{node.Domain}." : "")}{node.OpType} (node '{NameOf(node)}': {e.Message})");
            }
        }

        if (problems.Count > 0)
        {
            throw new NetworkException(
                network.Graph.Name, $"what lies between '{input}' and '{output}' cannot be trained, because of {string.Join(", ", problems)}. " +
                $"Freeze it: unfreeze from a later stage. Operators that can be trained: {string.Join(", ", OperatorTable.Names)}.");
        }

        plan.FindExpiry();
        return plan;
    }

    public int SlotOf(string tensor) => _slots[tensor];

    /// <summary>Computes the output. Disposes <paramref name="input"/> and every tensor on the way.</summary>
    public Tensor Run(Tensor input, Tensor?[] constants, bool training, ScalarType precision, DeferredGradients? deferred)
    {
        var computed = new Tensor?[_constants.Count];
        computed[0] = input;
        foreach (Step step in _steps)
        {
            computed[step.Output] = Run(step, new Operands(computed, constants, step.Inputs, precision, training, deferred));
            foreach (int slot in step.Expiring)
            {
                computed[slot]?.Dispose();
                computed[slot] = null;
            }
        }

        return computed[_slots[_part.Output]]!;
    }

    private Tensor Run(Step step, Operands operands)
    {
        using var scope = NewDisposeScope();
        try
        {
            Tensor result = step.Operator(operands);
            return (operands.Include(result) ? result.alias() : result).MoveToOuterDisposeScope();
        }
        catch (Exception e) when (e is ExternalException or ArgumentException or IndexOutOfRangeException)
        {
            throw new NetworkException(_name, $"the node '{step.Node}' cannot be computed by Torch: {e.Message.Split('\n')[0]}", e);
        }
    }

    private void Add(NodeProto node, long opset)
    {
        int[] inputs = [.. node.Input.Select(i => i.Length == 0 ? -1 : SlotFor(i))];
        for (int output = 0; output < node.Output.Count; output++)
        {
            if (node.Output[output].Length == 0 || (output > 0 && !IsUsed(node.Output[output])))
                continue;
            int slot = Add(node.Output[output]);
            _steps.Add(new Step(OperatorTable.Compile(new OperatorContext(node, output, opset, _part.ConstantOf)), NameOf(node), inputs, slot));
        }
    }

    private bool IsUsed(string tensor) => tensor == _part.Output || _part.Nodes.Any(n => n.Input.Contains(tensor));

    private int SlotFor(string tensor)
    {
        if (_slots.TryGetValue(tensor, out int slot))
            return slot;
        slot = Add(tensor);
        TensorProto? constant = _part.ConstantOf(tensor);
        _constants[slot] = constant is null || ConstantTensor.CanCreate(constant)
            ? constant
            : throw new NotSupportedException($"its constant '{tensor}' is of type {(TensorProto.Types.DataType)constant.DataType}");
        return slot;
    }

    private int Add(string tensor)
    {
        _slots.Add(tensor, _constants.Count);
        _constants.Add(null);
        return _constants.Count - 1;
    }

    private void FindExpiry()
    {
        var used = new HashSet<int> { _slots[_part.Output] };
        foreach (Step step in _steps.AsEnumerable().Reverse())
            step.Expiring = [.. step.Inputs.Append(step.Output).Where(slot => slot >= 0 && _constants[slot] is null && used.Add(slot))];
    }

    private static string NameOf(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output[0];
}
