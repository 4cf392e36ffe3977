namespace MLTransfer;

public sealed partial class TransferPipeline
{
    /// <summary>
    /// Measures at which stage of the backbone features tell the training images apart best, and recommends where to cut, how to pool, and what to
    /// unfreeze in fine-tuning. Validation and test images are not looked at. Needs no libtorch.
    /// </summary>
    /// <remarks>
    /// <para>One pass of the network gives the features of all stages, averaged over positions and as their maximum. By those of each a linear
    /// classifier is cross-validated: images are divided into folds, each class alike and identical images together, and each fold is judged by a
    /// classifier that learned from the others; of 2,000 images or fewer, as the mean over four such divisions. All places are judged on the same
    /// folds.</para>
    /// <para>Recommended is the end of the network, unless another place is clearly better: the place nearest to the end that is not clearly
    /// worse than the best one. Clearly means by more than <see cref="StageProbeOptions.MinStandardErrors"/> standard errors of the difference over
    /// images. To unfreeze: the stage after the lowest one whose features are not clearly worse than those at the cut, at most the last one.</para>
    /// <para>Runs in float32. The features are kept as those of each cut alone would be: what a later <see cref="Run"/> in float32, cut at any stage,
    /// needs of these images is in the cache. The pipeline's own cut and pooling are not looked at. The accuracy of the best place is a little
    /// too high, as it is the best of many: measure a model by its test set.</para>
    /// </remarks>
    /// <param name="options">How it is measured; null for the defaults of <see cref="StageProbeOptions"/>.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Stops it; the features extracted until then are in the cache.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    /// <exception cref="ImageFolderException">The folder holds no photos in folders of classes.</exception>
    /// <exception cref="TrainingDataException">Fewer than two classes have three different usable training images.</exception>
    /// <exception cref="BadImageException">A photo cannot be used, and the options say to fail.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is for one <see cref="Shard"/> of the images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public StageProbeReport ProbeStages(
        StageProbeOptions? options = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
        => _shard.IsWhole
            ? Start(run => run.ProbeStages(_load, _split, options ?? new StageProbeOptions()), progress, cancellationToken)
            : throw new InvalidOperationException(
                $"This pipeline is for {_shard}, and a probe looks at images of all of them: call ProbeStages without Shard.");
}
