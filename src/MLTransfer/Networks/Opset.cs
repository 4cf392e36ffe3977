using Onnx;

namespace MLTransfer.Networks;

/// <summary>The version of the standard ONNX operators that a network is written in.</summary>
internal static class Opset
{
    public static long Of(ModelProto network)
        => network.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? 1;
}
