using System.Buffers.Binary;
using MLTransfer.Data;

namespace MLTransfer.Imaging;

/// <summary>
/// What is drawn at random for a view. Each has random numbers of its own, so that one more operation changes nothing about the others.
/// </summary>
internal enum Draw
{
    FlipHorizontally = 1,
    FlipVertically,
    Crop,
    Rotation,
    Shift,
    Zoom,
    Shear,
    ColourOrder,
    Brightness,
    Contrast,
    Saturation,
    Hue,
    Grayscale,
    Blur,
    Erase,
}

/// <summary>Where all random numbers of one view of one image come from.</summary>
internal readonly struct ViewSeed
{
    private readonly ulong _key;

    public ViewSeed(ContentHash content, int seed, int number)
    {
        Span<byte> hash = stackalloc byte[ContentHash.Length];
        content.CopyTo(hash);
        for (int i = 0; i < hash.Length; i += sizeof(ulong))
            _key = Add(_key, BinaryPrimitives.ReadUInt64LittleEndian(hash[i..]));
        _key = Add(_key, ((ulong)(uint)seed << 32) | (uint)number);
    }

    public ViewRandom For(Draw draw) => new(Add(_key, (ulong)draw));

    private static ulong Add(ulong key, ulong value) => new ViewRandom(key ^ value).Next();
}

/// <summary>The random numbers for one thing that is drawn.</summary>
internal struct ViewRandom(ulong state)
{
    public ulong Next() => SplitMix64.Next(ref state);

    /// <summary>From 0 to below 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double least, double most) => least + (Share() * (most - least));

    /// <summary>As often above as below the geometric mean.</summary>
    public double BetweenInProportion(double least, double most) => Math.Exp(Between(Math.Log(least), Math.Log(most)));

    /// <summary>From minus to plus <paramref name="most"/>.</summary>
    public double Around(double most) => Between(-most, most);

    public bool Happens(double probability) => Share() < probability;

    public int Below(int count) => (int)(Share() * count);
}
