using Microsoft.ML.OnnxRuntime;

namespace MLTransfer.Extraction;

/// <summary>The memory of one batch as ONNX Runtime sees it. It is pinned until this is disposed of.</summary>
internal sealed class BoundBatch(OrtValue[] inputs, string[] outputNames, OrtValue[] outputs) : IDisposable
{
    public IReadOnlyCollection<OrtValue> Inputs => inputs;

    public IReadOnlyCollection<string> OutputNames => outputNames;

    public IReadOnlyCollection<OrtValue> Outputs => outputs;

    public void Dispose()
    {
        foreach (OrtValue value in inputs.Concat(outputs))
            value.Dispose();
    }
}
