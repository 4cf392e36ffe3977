using MLTransfer.Training.Torch;
using TorchSharp;

namespace MLTransfer.Training.FineTuning;

/// <summary>Makes sure that Torch computes with a network what ONNX Runtime does.</summary>
/// <param name="network">The network in Torch, up to the logits.</param>
/// <param name="device">Where it is.</param>
/// <param name="name">What to call it.</param>
internal sealed class TorchAgreement(TorchNetwork network, torch.Device device, string name)
{
    /// <summary>How far logits may be apart, relative to the largest one.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>The same where Torch is given activations that were rounded to half precision, and ONNX Runtime was not.</summary>
    public const double RoundedTolerance = 3e-2;

    /// <summary>The most examples that are compared.</summary>
    public const int Examples = 4;

    /// <summary>Compares logits.</summary>
    /// <param name="sample">The examples.</param>
    /// <param name="shape">The shape of one example at the end of the frozen part.</param>
    /// <param name="runtimeLogits">Gives the logits by ONNX Runtime, one array an example; asked when Torch is done.</param>
    /// <param name="tolerance">How far they may be apart, relative to the largest.</param>
    /// <exception cref="NetworkException">They are further apart.</exception>
    public void Check(ActivationSample sample, IEnumerable<long> shape, Func<IReadOnlyList<float[]>> runtimeLogits, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        torch.Tensor batch = torch.tensor(sample.Activations, [sample.Features.Count, .. shape]).to(device);
        float[] actual = network.Forward(batch, training: false, torch.ScalarType.Float32).cpu().data<float>().ToArray();
        IReadOnlyList<float[]> expected = runtimeLogits();

        double largest = expected.Max(logits => logits.Max(Math.Abs));
        // Not Max, to which NaN is the least of numbers.
        double difference = expected.SelectMany(logits => logits).Zip(actual, (e, a) => Math.Abs((double)e - a)).Aggregate(Math.Max);
        if (!double.IsFinite(difference) || difference > tolerance * Math.Max(largest, 1e-6))
        {
            throw new NetworkException(
                name, $"ONNX Runtime and Torch compute different things with it: logits differ by {difference:g3}, where the " +
                $"largest is {largest:g3}. " +
                "This is a defect in how one of its operators is translated; please report it with the network.");
        }
    }
}
