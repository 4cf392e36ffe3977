using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

public sealed class HalfPrecisionCacheTests : IDisposable
{
    private const int HeaderSize = 16;
    private const int EntrySize = 32 + 12 * 2 + 4;
    private readonly TemporaryFolder _folder = new();
    private readonly (ContentHash Hash, float[] Features)[] _entries = FeatureCacheTests.Entries(6);

    private string[] Files => Directory.GetFiles(_folder.Path, $"*{FeatureFile.Extension}");

    [Fact]
    public void A_number_comes_back_as_the_nearest_half()
    {
        float[] odd =
            [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1, 1 + 1f / 2048, 0.1f, -65504, 65519.99f, 65520, 6e-8f, 2e-8f, float.Epsilon];
        ContentHash hash = ContentHash.Of("odd"u8);
        using (FeatureCache cache = FeatureCache.Open(_folder.Path, odd.Length, Precision.Float16))
            cache.Add(hash, odd);
        using FeatureCache later = FeatureCache.Open(_folder.Path, odd.Length, Precision.Float16);
        Assert.Equal(odd.Select(x => BitConverter.HalfToInt16Bits((Half)x)), later.Find(hash)!.Select(x => BitConverter.HalfToInt16Bits((Half)x)));
        Assert.Equal(odd.Select(x => (float)(Half)x), later.Find(hash)!);
    }

    [Fact]
    public void Entries_of_another_format_are_not_taken_for_ones_of_this()
    {
        // As 12 singles and as 24 halves, entries are equally long.
        Add(12, Precision.Float32);
        AssertEmpty(12, Precision.Float16);
        AssertEmpty(24, Precision.Float16);
        Add(24, Precision.Float16);
        AssertEmpty(24, Precision.Float32);

        Assert.Equal(2, Files.Length);
        using FeatureCache singles = FeatureCache.Open(_folder.Path, 12), halves = FeatureCache.Open(_folder.Path, 24, Precision.Float16);
        Assert.Equal((6, 6), (singles.Count, halves.Count));

        void Add(int length, Precision precision)
        {
            using FeatureCache cache = FeatureCache.Open(_folder.Path, length, precision);
            FeatureCacheTests.AddAll(cache, FeatureCacheTests.Entries(6, length));
        }

        void AssertEmpty(int length, Precision precision)
        {
            using FeatureCache cache = FeatureCache.Open(_folder.Path, length, precision);
            Assert.Equal(0, cache.Count);
        }
    }

    [Fact]
    public void A_file_of_singles_begins_as_it_did_before_there_were_halves()
    {
        using (FeatureCache cache = FeatureCache.Open(_folder.Path, 12))
            FeatureCacheTests.AddAll(cache, _entries);
        Assert.Equal("4D4C5446010000000C000000", Convert.ToHexString(File.ReadAllBytes(Files.Single()).AsSpan(0, 12)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_costs_its_entry_and_a_flipped_bit_in_the_header_the_file()
    {
        using (FeatureCache cache = FeatureCache.Open(_folder.Path, 12, Precision.Float16))
            FeatureCacheTests.AddAll(cache, _entries);
        byte[] bytes = File.ReadAllBytes(Files.Single());
        Assert.Equal(HeaderSize + 6 * EntrySize, bytes.Length);
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Files.Single(), bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            using FeatureCache cache = FeatureCache.Open(_folder.Path, 12, Precision.Float16);
            var found = _entries.Select(e => (e.Features, Found: cache.Find(e.Hash))).Where(e => e.Found is not null).ToArray();
            Assert.Equal(bit / 8 < HeaderSize ? 0 : 5, found.Length);
            Assert.All(found, e => Assert.Equal(e.Features.Select(x => (float)(Half)x), e.Found!));
        }
    }

    public void Dispose() => _folder.Dispose();
}
