using static TorchSharp.torch;

namespace MLTransfer.Training.Torch.Operators;

/// <summary>Axes as ONNX counts them: a negative one from the end.</summary>
internal static class Axis
{
    public static int Of(long axis, Tensor tensor) => Of(axis, tensor.dim());

    public static int Of(long axis, long rank) => (int)(axis < 0 ? axis + rank : axis);
}
