using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>A file of a feature or activation cache: whatever happens to it, an entry is found as it was, or not at all.</summary>
internal sealed class CacheTarget : FuzzTarget
{
    private const int Entries = 8;

    private readonly string _folder;
    private readonly int _length;
    private readonly Precision _precision;

    private CacheTarget(string folder, int length, Precision precision) => (_folder, _length, _precision) = (folder, length, precision);

    /// <param name="name">What the command line calls it.</param>
    /// <param name="folder">Where its files may lie.</param>
    /// <param name="precision">How the numbers are kept.</param>
    /// <param name="length">How many numbers an entry has.</param>
    public static CacheTarget Create(string name, string folder, Precision precision, int length)
    {
        string own = Directory.CreateDirectory(Path.Combine(folder, name)).FullName, whole = Path.Combine(own, $"whole{FeatureFile.Extension}");
        File.Delete(whole);
        using (var file = FeatureFile.Create(whole, length, precision))
        {
            for (int i = 0; i < Entries; i++)
                file.Append(HashOf(i), Values(i, length));
        }

        byte[] seed = File.ReadAllBytes(whole);
        File.Delete(whole);
        return new CacheTarget(own, length, precision) { Name = name, Seeds = [seed] };
    }

    public override bool Read(byte[] file)
    {
        File.WriteAllBytes(Path.Combine(_folder, $"mutated{FeatureFile.Extension}"), file);
        using var cache = FeatureCache.Open(_folder, _length, _precision);
        int found = 0;
        for (int i = 0; i < Entries; i++)
        {
            if (cache.Find(HashOf(i)) is not { } values)
                continue;
            Require(values.AsSpan().SequenceEqual(Values(i, _length)), "an entry that is not what was kept");
            found++;
        }

        return found > 0;
    }

    private static ContentHash HashOf(int entry) => ContentHash.Of([(byte)entry]);

    /// <summary>Numbers that float16 keeps as they are.</summary>
    private static float[] Values(int entry, int length) => [.. Enumerable.Range(0, length).Select(i => (float)(entry + (i % 16) * .25))];
}
