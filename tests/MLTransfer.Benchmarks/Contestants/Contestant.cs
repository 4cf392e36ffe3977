using System.Diagnostics;

namespace MLTransfer.Benchmarks.Contestants;

/// <summary>A way to compute the features of a <see cref="PhotoSet"/>.</summary>
/// <param name="name">What it is called in tables.</param>
/// <param name="role">What it is measured for.</param>
/// <param name="precision">The arithmetic of the network.</param>
internal abstract class Contestant(string name, ContestantRole role, Precision precision = Precision.Float32) : IDisposable
{
    public string Name => name;

    public ContestantRole Role => role;

    public Precision Precision => precision;

    /// <summary>Computes the features of all photos, in their order; gives null where they cannot be had from it.</summary>
    public abstract IReadOnlyList<float[]>? Run();

    /// <summary>Computes them once more; gives the time that this took.</summary>
    public virtual TimeSpan Time()
    {
        var clock = Stopwatch.StartNew();
        _ = Run();
        return clock.Elapsed;
    }

    public abstract void Dispose();

    /// <summary>A name that says the arithmetic where it is not the usual one.</summary>
    protected static string NameFor(string name, Precision precision)
        => precision == Precision.Float32 ? name : $"{name}, {precision.ToString().ToLowerInvariant()}";
}
