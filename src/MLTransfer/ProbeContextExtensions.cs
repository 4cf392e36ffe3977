using Microsoft.ML;

namespace MLTransfer;

/// <summary>Probes the stages of a backbone on images in a view, without a <see cref="TransferPipeline"/>.</summary>
public static class ProbeContextExtensions
{
    /// <summary>
    /// Measures at which stage of a backbone features tell images apart best: see <see cref="TransferPipeline.ProbeStages"/>. Give it the images to
    /// train on; those that are to test the result must not choose anything.
    /// </summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="images">A view with an image and a label in each row. It must yield the same rows in the same order each time it is read.</param>
    /// <param name="backbone">The network.</param>
    /// <param name="extraction">
    /// The columns and how features are extracted; its backbone, cut and pooling, and what is about training, are not looked at. Default: null, the
    /// defaults.
    /// </param>
    /// <param name="options">How it is measured; null for the defaults.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="ArgumentException">A column is missing or of an unsuitable type, or an option is out of its bounds.</exception>
    /// <exception cref="TrainingDataException">Fewer than two classes have three different usable images.</exception>
    /// <exception cref="BadImageException">An image cannot be used, and the options say to fail.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static StageProbeReport ProbeStages(
        this MLContext context, IDataView images, Backbone backbone, ImageTransferTrainer.Options? extraction = null,
        StageProbeOptions? options = null, IProgress<TransferProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(backbone);
        ImageTransferTrainer.Options all = (extraction ?? new ImageTransferTrainer.Options()) with { Backbone = backbone };
        all.ValidateBounds();
        return new TransferRun(context, all, progress).ProbeStages(images, options ?? new StageProbeOptions());
    }
}
