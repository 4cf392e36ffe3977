using TorchSharp;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>
/// What one node computes, with its attributes already read. The result may be one of the operands; whatever else is made on the way is disposed
/// by the caller.
/// </summary>
internal delegate torch.Tensor Operator(Operands operands);
