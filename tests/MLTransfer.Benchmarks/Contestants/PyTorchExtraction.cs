using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>
/// PyTorch, as its users extract features. Its start does not count, nor what it learns afterwards: only the extraction that it reports.
/// </summary>
internal sealed class PyTorchExtraction : Contestant
{
    private readonly PyTorch _torch;
    private readonly PhotoSet _photos;
    private readonly PhotoLinks _links;
    private readonly int _threads;

    public PyTorchExtraction(PyTorch torch, PhotoSet photos, int threads)
        : base("PyTorch", ContestantRole.Peer)
    {
        (_torch, _photos, _threads) = (torch, photos, threads);
        _links = new PhotoLinks(photos.Folder, photos.Paths);
    }

    public override IReadOnlyList<float[]>? Run()
    {
        _ = Time();
        return null;
    }

    public override TimeSpan Time()
    {
        (_, PyTorchOutput output) = _torch.Run(_links.Folder, "features", _threads);
        return output.Photos == _photos.Paths.Count
            ? TimeSpan.FromSeconds(output.Photos / output.ExtractionSpeed)
            : throw new PeerException($"it found {output.Photos} photos in place of {_photos.Paths.Count}");
    }

    public override void Dispose() => _links.Dispose();
}
