namespace MLTransfer.Benchmarks.Accuracy;

/// <summary>A network whose accuracy in int8 is measured.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="WeightsPath">The file of its weights; null where they come with a package.</param>
/// <param name="Create">Creates it.</param>
internal sealed record AccuracyNetwork(string Name, string? WeightsPath, Func<Backbone> Create)
{
    private const double NarrowAlpha = .35;

    /// <summary>Those of the table.</summary>
    /// <param name="shared">The folder that has a <c>weights</c> folder.</param>
    public static IEnumerable<AccuracyNetwork> In(string shared)
    {
        yield return new AccuracyNetwork("ResNet18", null, () => Backbone.ResNet18);
        yield return OfKeras("SqueezeNet", KerasNetwork.SqueezeNet, new KerasOptions { WeightsPath = Weights("squeezenet_1_1_no_top.h5") });
        yield return OfKeras("MobileNetV2 0.35", KerasNetwork.MobileNetV2, new KerasOptions
        {
            WeightsPath = Weights("mobilenet_v2_0.35_teachable_machine.h5"),
            Alpha = NarrowAlpha,
        });
        string Weights(string file) => Path.Combine(shared, "weights", file);
    }

    private static AccuracyNetwork OfKeras(string name, KerasNetwork network, KerasOptions options)
        => new(name, options.WeightsPath, () => Backbone.FromKeras(network, options));
}
