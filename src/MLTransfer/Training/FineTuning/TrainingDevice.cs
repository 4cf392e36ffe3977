using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>Finds what trains: a graphics processor where Torch has one, otherwise the CPU.</summary>
internal static class TrainingDevice
{
    public static torch.Device Find()
    {
        if (!torch.cuda.is_available())
            return torch.CPU;
        // TensorFloat-32 has the 11 significant bits of half precision: too few for results that are compared with ONNX Runtime's.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        return torch.CUDA;
    }
}
