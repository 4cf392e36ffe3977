using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>Makes sure that ONNX Runtime computes with a network what Torch does.</summary>
internal static class TorchAgreement
{
    private const double Tolerance = 1e-3;
    private const int Examples = 8;

    /// <summary>Compares the logits of a few examples.</summary>
    /// <param name="network">The network in Torch, up to the logits.</param>
    /// <param name="device">Where it is.</param>
    /// <param name="candidate">The same network in ONNX.</param>
    /// <param name="top">Its part above the frozen one.</param>
    /// <param name="examples">What to compare on.</param>
    /// <exception cref="NetworkException">They differ by more than a thousandth of the largest logit.</exception>
    public static void Check(TorchNetwork network, torch.Device device, Candidate candidate, TopNetwork top, BatchSource examples)
    {
        int[] chosen = [.. Enumerable.Range(0, Math.Min(Examples, examples.Count))];
        var inputs = new float[chosen.Length * examples.Length];
        examples.Load(chosen, epoch: 1, inputs);
        float[] expected = [.. top.Run(inputs, chosen.Length).SelectMany(features => candidate.Head.Output.Logits(features))];

        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        torch.Tensor batch = torch.tensor(inputs, [chosen.Length, .. examples.Shape]).to(device);
        float[] actual = network.Forward(batch, training: false, torch.ScalarType.Float32).cpu().data<float>().ToArray();

        double largest = expected.Max(Math.Abs);
        double difference = expected.Zip(actual, (e, a) => Math.Abs((double)e - a)).Max();
        if (!(difference <= Tolerance * Math.Max(largest, 1e-6)))
        {
            throw new NetworkException(
                candidate.Features.Description,
                $"ONNX Runtime and Torch compute different things with it: logits differ by {difference:g3}, where the largest is {largest:g3}. " +
                "This is a defect in how an operator of this network is translated; please report it with the network.");
        }
    }
}
