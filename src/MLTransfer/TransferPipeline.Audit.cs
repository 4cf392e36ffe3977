namespace MLTransfer;

public sealed partial class TransferPipeline
{
    /// <summary>
    /// Looks for what is wrong with the photos and labels, over training, validation and test set together: photos that are in two sets, labels that
    /// are probably wrong, outliers, small classes, classes that look alike, and photos that are bad, tiny, blurred or far too long. Reports; changes
    /// nothing.
    /// </summary>
    /// <remarks>
    /// <para>Uses the split, the backbone and the cache of the pipeline, so that it extracts nothing that a <see cref="Run"/> has extracted, or will
    /// have to. What it finds in the pixels is kept in the cache as well. Needs no libtorch.</para>
    /// <para>All pairs of photos are compared, so time grows with their square, and memory with their number.
    /// Duplicates are found if recompressed, resized, mirrored, or cropped by up to about a fifth of a side; not if rotated, nor if they are
    /// parts of a larger picture. With more than 8 versions of a photo, all are found that are connected by their nearest.</para>
    /// <para>A label is judged by a linear classifier trained on other photos: it finds mistakes among classes that the backbone's features can tell
    /// apart, and no others. Photos of classes with fewer than 3 different photos are not judged, and there are no outliers among fewer
    /// than 8.</para>
    /// </remarks>
    /// <param name="options">From where on something is worth a row; null for the defaults of <see cref="AuditOptions"/>.</param>
    /// <param name="model">
    /// A classifier whose accuracy on the test set is measured with and without the photos that are in another set as well. Default: null, none.
    /// </param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Stops the audit; the features extracted until then are in the cache.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds, or there is a model and the photos are not files.</exception>
    /// <exception cref="ImageFolderException">The folder holds no photos in folders of classes.</exception>
    /// <exception cref="EvaluationDataException">The model does not know a class of the photos.</exception>
    /// <exception cref="TrainingDataException">The labels are of fewer than two classes.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is for one <see cref="Shard"/> of the images.</exception>
    /// <exception cref="OperationCanceledException">The audit was cancelled.</exception>
    public AuditReport Audit(
        AuditOptions? options = null, ImageClassifier? model = null, IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => _shard.IsWhole
            ? Start(run => run.Audit(_load, _split, options ?? new AuditOptions(), model), progress, cancellationToken)
            : throw new InvalidOperationException($"This pipeline is for {_shard}, and an audit compares all images: call Audit without Shard.");
}
