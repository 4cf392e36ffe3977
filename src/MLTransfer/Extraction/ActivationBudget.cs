using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer.Extraction;

/// <summary>Says what activations will take on disk before it is spent.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="freeSpace">The bytes free for a folder, which need not exist; null where that cannot be told. Default: asks the drive.</param>
internal sealed class ActivationBudget(ActivationStore store, Func<string, long?>? freeSpace = null)
{
    private readonly Func<string, long?> _freeSpace = freeSpace ?? DiskSpace.FreeFor;

    /// <summary>Logs what the activations of a set will take; nothing where none are kept.</summary>
    /// <param name="environment">The log.</param>
    /// <param name="images">The number of images.</param>
    /// <param name="versions">How many versions of each are kept, the image itself included.</param>
    /// <param name="place">What to call the cut.</param>
    /// <exception cref="WorkspaceException">There is less space than that, or the folder cannot be used.</exception>
    public void Check(IHostEnvironment environment, long images, int versions, string place)
    {
        if (store.Folder is not { } folder)
            return;
        store.ThrowIfUnusable();
        long all = checked(images * versions * store.BytesPerImage);
        // Whose they are is known when the images have been read. That they are of these images is the most that can be there already,
        // so nothing that fits is refused.
        long there = Math.Min(all, store.Count * store.BytesPerImage);
        string set = Quantity.Of(images, "image") + (versions > 1 ? $" x {Quantity.Of(versions, "version")}" : "");
        string need = $"activations of {set} at {place} take about {ByteSize.Describe(all)}";
        string known = there > 0
            ? $", less what is there already (those of {Quantity.Of(store.Count, "version")} of images, which may be these or others)"
            : "";
        if (_freeSpace(folder) is { } free && free < all - there)
            throw store.Unusable($"{need}{known}, and {ByteSize.Describe(free)} are free");
        environment.Info($"A{need[1..]} in {folder}{known}.");
    }
}
