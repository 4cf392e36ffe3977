using MLTransfer;

namespace FineTuning;

/// <summary>The three ways as pipelines, each the one before with one more call.</summary>
internal sealed class ThreeWays(TransferPipeline photos, CommandLine command)
{
    /// <summary>How augmented versions are made.</summary>
    public static ImageAugmentation Augmentation => ImageAugmentation.Default;

    /// <summary>From the quickest to the slowest.</summary>
    public IEnumerable<(string Name, TransferPipeline Pipeline)> All()
    {
        TransferPipeline features = photos.ExtractFeatures(Backbone.ResNet18);
        yield return ("features", features);

        // Features of three augmented versions beside each picture.
        TransferPipeline augmented = features.Augment(_ => Augmentation, views: 3);
        yield return ("features, augmented", augmented);

        TransferPipeline fineTuned = (command.Augment ? augmented : features).FineTune(f => f.UnfreezeFrom(command.Unfreeze).Epochs(command.Epochs));
        yield return ($"fine-tuning from {command.Unfreeze}{(command.Augment ? ", augmented" : "")}", fineTuned);
    }
}
