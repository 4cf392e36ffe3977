using System.Text;

namespace PictureRenderer;

/// <summary>
/// Seeded random numbers (SplitMix64). System.Random does not promise the same sequence in the next .NET, and the pictures
/// have to stay what they are.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice of one picture: they depend on its name alone, so that a new class leaves the others as they were.</summary>
    public static Dice For(int seed, string picture)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes($"{seed}/{picture}"))
            hash = (hash ^ b) * 1099511628211;
        return new Dice(hash);
    }

    /// <summary>Uniform in [low, high).</summary>
    public float Between(float low, float high) => low + (high - low) * ((Next() >> 40) / (float)(1 << 24));

    /// <summary>Bell-shaped around zero, within [-reach, reach].</summary>
    public float Around(float reach) => (Between(-reach, reach) + Between(-reach, reach) + Between(-reach, reach)) / 3;

    public int Whole(int low, int high) => low + (int)(Next() % (ulong)(high - low + 1));

    public bool Chance(float probability) => Between(0, 1) < probability;

    public float Sign() => Chance(.5f) ? 1 : -1;

    public T Pick<T>(IReadOnlyList<T> from) => from[Whole(0, from.Count - 1)];

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
