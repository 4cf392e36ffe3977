using Microsoft.ML;

namespace MLTransfer;

/// <summary>Audits photos and labels in a view, without a <see cref="TransferPipeline"/>.</summary>
public static class AuditContextExtensions
{
    /// <summary>Looks for what is wrong with photos and labels that are not split: see <see cref="TransferPipeline.Audit"/>.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="images">A view with an image and a label in each row. It must yield the same rows in the same order each time it is read.</param>
    /// <param name="extraction">
    /// The columns, the backbone and how its features are extracted; what is about training is not looked at. Default: null, the defaults.
    /// </param>
    /// <param name="options">From where on something is worth a row; null for the defaults.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="ArgumentException">A column is missing or of an unsuitable type, or an option is out of its bounds.</exception>
    /// <exception cref="TrainingDataException">The labels are of fewer than two classes.</exception>
    /// <exception cref="OperationCanceledException">The audit was cancelled.</exception>
    public static AuditReport AuditImages(
        this MLContext context, IDataView images, ImageTransferTrainer.Options? extraction = null, AuditOptions? options = null,
        IProgress<TransferProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Start(context, extraction, progress).Audit(images, options ?? new AuditOptions());
    }

    /// <summary>Looks for what is wrong with photos and labels that are split: see <see cref="TransferPipeline.Audit"/>.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="split">The photos, such as those of <see cref="DataCatalogExtensions.SplitImages"/>.</param>
    /// <param name="extraction">
    /// The columns, the backbone and how its features are extracted; what is about training is not looked at. Default: null, the defaults.
    /// </param>
    /// <param name="options">From where on something is worth a row; null for the defaults.</param>
    /// <param name="model">
    /// A classifier whose accuracy on the test set is measured with and without the photos that are in another set as well. Default: null, none.
    /// </param>
    /// <param name="progress">Is told how far it is.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing or of an unsuitable type, an option is out of its bounds, or there is a model and the photos are not files.
    /// </exception>
    /// <exception cref="TrainingDataException">The labels are of fewer than two classes.</exception>
    /// <exception cref="OperationCanceledException">The audit was cancelled.</exception>
    public static AuditReport AuditSplit(
        this MLContext context, ImageSplit split, ImageTransferTrainer.Options? extraction = null, AuditOptions? options = null,
        ImageClassifier? model = null, IProgress<TransferProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        return Start(context, extraction, progress).Audit(split, options ?? new AuditOptions(), model);
    }

    private static TransferRun Start(MLContext context, ImageTransferTrainer.Options? extraction, IProgress<TransferProgress>? progress)
    {
        ArgumentNullException.ThrowIfNull(context);
        ImageTransferTrainer.Options options = extraction ?? new ImageTransferTrainer.Options();
        options.ValidateBounds();
        return new TransferRun(context, options, progress);
    }
}
