namespace MLTransfer.Benchmarks.Contestants;

/// <summary>A way to compute the features of a <see cref="PhotoSet"/>.</summary>
internal abstract class Contestant(string name) : IDisposable
{
    public string Name => name;

    /// <summary>Computes the features of all photos, in their order.</summary>
    public abstract IReadOnlyList<float[]> Run();

    public abstract void Dispose();
}
