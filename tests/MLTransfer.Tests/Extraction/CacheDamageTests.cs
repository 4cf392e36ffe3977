using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

/// <summary>Whatever happens to a cache file, its entries come back right or not at all.</summary>
public sealed class CacheDamageTests : IDisposable
{
    private const int HeaderSize = 16;
    private const int EntrySize = 32 + 12 * 4 + 4;
    private readonly TemporaryFolder _folder = new();
    private readonly (ContentHash Hash, float[] Features)[] _entries = FeatureCacheTests.Entries(6);
    private readonly string _path;
    private readonly byte[] _whole;

    public CacheDamageTests()
    {
        using (FeatureCache cache = FeatureCache.Open(_folder.Path, 12))
            FeatureCacheTests.AddAll(cache, _entries);
        _path = Directory.GetFiles(_folder.Path, $"*{FeatureFile.Extension}").Single();
        _whole = File.ReadAllBytes(_path);
        Assert.Equal(HeaderSize + 6 * EntrySize, _whole.Length);
    }

    [Fact]
    public void A_flipped_bit_anywhere_costs_its_entry_and_a_flipped_bit_in_the_header_the_file()
    {
        byte[] bytes = [.. _whole];
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(bit / 8 < HeaderSize ? 0 : 5, CountRight(bytes));
            bytes[bit / 8] = _whole[bit / 8];
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_keeps_its_whole_entries()
    {
        for (int length = 0; length <= _whole.Length; length++)
            Assert.Equal(Math.Max(0, length - HeaderSize) / EntrySize, CountRight(_whole[..length]));
    }

    [Fact]
    public void Random_damage_gives_right_values_or_none()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = [.. _whole];
            for (int i = random.Next(1, 6); i > 0; i--)
                bytes = Damage(bytes, random);
            _ = CountRight(bytes);
        }
    }

    [Fact]
    public void Whole_entries_may_change_places_but_their_features_may_not()
    {
        Assert.Equal(6, CountRight(Swap(HeaderSize, EntrySize)));
        Assert.Equal(4, CountRight(Swap(HeaderSize, 32)));
        Assert.Equal(4, CountRight(Swap(HeaderSize + 32, EntrySize - 32)));
        Assert.Equal(4, CountRight(Swap(HeaderSize + 32, 48)));

        // The first entry and the fourth.
        byte[] Swap(int start, int length)
        {
            byte[] bytes = [.. _whole];
            int other = start + 3 * EntrySize;
            _whole.AsSpan(start, length).CopyTo(bytes.AsSpan(other));
            _whole.AsSpan(other, length).CopyTo(bytes.AsSpan(start));
            return bytes;
        }
    }

    [Fact]
    public void Foreign_files_are_passed_over()
    {
        Assert.Equal(0, CountRight([]));
        Assert.Equal(0, CountRight("this is no feature file but a long enough text"u8.ToArray()));
        Assert.Equal(0, CountRight(TinyExtraction.Png(1)));
        Assert.Equal(0, CountRight(new byte[4096]));
        Assert.Equal(0, CountRight([.. _whole[..4], 2, .. _whole[5..]]));
    }

    [Fact]
    public void A_damaged_file_beside_a_whole_one_does_no_harm()
    {
        byte[] damaged = _whole[..300];
        damaged[HeaderSize + 40] ^= 1;
        foreach (string name in (string[])["0", "9"])
            File.WriteAllBytes(_folder[$"{name}{FeatureFile.Extension}"], damaged);
        Directory.CreateDirectory(_folder[$"folder{FeatureFile.Extension}"]);
        Assert.Equal(6, CountRight(_whole));
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_open_gives_right_values_or_none()
    {
        using FeatureCache cache = FeatureCache.Open(_folder.Path, 12);
        File.WriteAllBytes(_path, _whole[..(HeaderSize + 2 * EntrySize + 40)]);
        Assert.Equal(2, CountRight(cache));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("9")]
    public void What_was_damaged_can_be_added_again_and_is_found_from_then_on_whichever_file_seems_newer(string name)
    {
        byte[] bytes = [.. _whole];
        bytes[HeaderSize + EntrySize + 40] ^= 4;
        File.WriteAllBytes(_folder[$"{name}{FeatureFile.Extension}"], bytes);
        File.Delete(_path);
        using (FeatureCache cache = FeatureCache.Open(_folder.Path, 12))
        {
            Assert.Null(cache.Find(_entries[1].Hash));
            FeatureCacheTests.AddAll(cache, _entries);
            Assert.Equal(6, CountRight(cache));
        }

        using FeatureCache later = FeatureCache.Open(_folder.Path, 12);
        Assert.Equal(6, CountRight(later));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Damage(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length), length = random.Next(Math.Min(100, bytes.Length - at));
        switch (random.Next(5))
        {
            case 0:
                random.NextBytes(bytes.AsSpan(at, length));
                return bytes;
            case 1:
                bytes.AsSpan(at, length).Clear();
                return bytes;
            case 2:
                return [.. bytes[..at], .. bytes[(at + length)..], 0];
            case 3:
                return [.. bytes[..at], .. bytes.AsSpan(random.Next(bytes.Length - length), length), .. bytes[at..]];
            default:
                bytes.AsSpan(random.Next(bytes.Length - length), length).CopyTo(bytes.AsSpan(at));
                return bytes;
        }
    }

    private int CountRight(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        using FeatureCache cache = FeatureCache.Open(_folder.Path, 12);
        return CountRight(cache);
    }

    /// <summary>How many entries are found; fails if one is wrong.</summary>
    private int CountRight(FeatureCache cache)
    {
        int right = 0;
        foreach ((ContentHash hash, float[] features) in _entries)
        {
            if (cache.Find(hash) is not { } found)
                continue;
            Assert.Equal(features, found);
            right++;
        }

        return right;
    }
}
