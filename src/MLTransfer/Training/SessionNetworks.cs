using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Training.FineTuning;

namespace MLTransfer.Training;

/// <summary>The networks of a run of a trainer. All compute the same, bit for bit, up to the end of the frozen part.</summary>
/// <param name="Features">Gives the features that the head is trained on.</param>
/// <param name="Trainable">What fine-tuning starts from, float above the frozen part; another one than <paramref name="Features"/> where that is
/// int8.</param>
/// <param name="Extracted">Those features and, in fine-tuning, the activations at the end of the frozen part, its tap.</param>
internal sealed record SessionNetworks(ImageNetwork Features, ImageNetwork Trainable, ImageNetwork Extracted)
{
    /// <exception cref="BackboneException">There is no such cut, or nothing above the frozen part that could learn.</exception>
    public static SessionNetworks Of(ImageTransferTrainer.Options options)
    {
        ImageNetwork features = ImageNetwork.OfFeatures(options.Backbone, options.Cut, options.Pooling);
        return new SessionNetworks(features, features, options.Mode == TransferMode.FineTuning ? FrozenPart.Tap(features, options) : features);
    }

    /// <summary>The same in int8, all but what may learn; these networks themselves where that cannot be.</summary>
    /// <param name="images">The images to train on.</param>
    /// <param name="options">How images become pixels, and the number of threads.</param>
    public (SessionNetworks Networks, Int8Report Report) Quantised(IEnumerable<ImageSource> images, ExtractionOptions options)
    {
        (ImageNetwork extracted, Int8Report report) = Int8Network.Create(Extracted, images, options);
        if (!report.IsUsed)
            return (this, report);
        ImageNetwork features = extracted.WithoutTap();
        return (new SessionNetworks(features, extracted.Tap is null ? features : Int8Network.WithFloatTop(extracted, Features), extracted), report);
    }
}
