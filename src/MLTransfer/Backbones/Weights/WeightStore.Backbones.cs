using MLTransfer.Backbones;
using MLTransfer.Backbones.Weights;

namespace MLTransfer;

public sealed partial class WeightStore
{
    /// <summary>
    /// Where this store keeps the published weights of a backbone, whether they are there yet or not; null where its weights come from elsewhere,
    /// such as a NuGet package or a file of your own.
    /// </summary>
    /// <param name="backbone">The backbone, of whatever store.</param>
    public string? PathOf(Backbone backbone)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        return backbone.PublishedWeights is { } file ? Path.Combine(Folder, file.Name) : null;
    }

    /// <summary>
    /// What is wrong with the weights of a backbone in this store, in a sentence: that they are not there, or differ from the published ones in size
    /// or hash. Null where they are the published ones. Nothing is downloaded.
    /// </summary>
    /// <param name="backbone">A backbone whose weights come from a store.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The weights of the backbone come from elsewhere.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public string? FindProblem(Backbone backbone, CancellationToken cancellationToken = default)
    {
        WeightFile file = RequirePublished(backbone);
        return Task.Run(() => PublishedContent.ProblemOf(Path.Combine(Folder, file.Name), file, cancellationToken), CancellationToken.None)
            .GetAwaiter().GetResult();
    }

    /// <summary>Downloads the published weights of a backbone into this store, unless they are there, and returns their path.</summary>
    /// <param name="backbone">A backbone whose weights come from a store.</param>
    /// <param name="cancellationToken">Stops it; what has been downloaded is kept, and continued next time.</param>
    /// <exception cref="ArgumentException">The weights of the backbone come from elsewhere.</exception>
    /// <exception cref="WeightsException">They cannot be had.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public string Download(Backbone backbone, CancellationToken cancellationToken = default) => Find(RequirePublished(backbone), cancellationToken);

    private static WeightFile RequirePublished(Backbone backbone)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        return backbone.PublishedWeights
            ?? throw new ArgumentException($"The weights of {backbone} do not come from a store, so there is nothing to download.", nameof(backbone));
    }
}
