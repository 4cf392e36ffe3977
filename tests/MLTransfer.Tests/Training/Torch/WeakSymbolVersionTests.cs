using System.Buffers.Binary;
using System.Text;
using MLTransfer.Training.Torch;

namespace MLTransfer.Tests.Training.Torch;

public sealed class WeakSymbolVersionTests : IDisposable
{
    private const string Version = "GLIBCXX_3.4.32";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_the_real_library_one_flag_changes_and_nothing_else()
    {
        byte[] before = File.ReadAllBytes(Bridge), after = File.ReadAllBytes(WeakSymbolVersion.Relax(Bridge, Version, _folder.Path));
        Assert.Equal(before.Length, after.Length);
        int at = Assert.Single(Enumerable.Range(0, before.Length), i => before[i] != after[i]);
        Assert.Equal((0, 2), (before[at], after[at]));
        // The flags of an entry follow the hash of the name that it is about.
        Assert.Equal(HashOf(Version), BinaryPrimitives.ReadUInt32LittleEndian(before.AsSpan(at - 4)));
    }

    [Fact]
    public void A_second_time_finds_the_copy_and_a_damaged_copy_is_replaced()
    {
        string copy = WeakSymbolVersion.Relax(Bridge, Version, _folder.Path);
        byte[] right = File.ReadAllBytes(copy);
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(copy, written);
        Assert.Equal(copy, WeakSymbolVersion.Relax(Bridge, Version, _folder.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(copy));

        File.WriteAllBytes(copy, right[..^1]);
        Assert.Equal(copy, WeakSymbolVersion.Relax(Bridge, Version, _folder.Path));
        Assert.Equal(right, File.ReadAllBytes(copy));
        // What is weak already stays so.
        Assert.Equal(right, File.ReadAllBytes(WeakSymbolVersion.Relax(copy, Version, _folder.Path)));
    }

    [Fact]
    public void A_version_that_nothing_asks_for_changes_nothing()
        => Assert.Equal(File.ReadAllBytes(Bridge), File.ReadAllBytes(WeakSymbolVersion.Relax(Bridge, "GLIBCXX_9.9.99", _folder.Path)));

    private static string Bridge
    {
        get
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "The symbol versions of Linux.");
            return Directory.GetFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).First();
        }
    }

    /// <summary>The hash of System V ABI, "Hash Table".</summary>
    private static uint HashOf(string name)
    {
        uint hash = 0;
        foreach (byte letter in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + letter;
            hash = (hash ^ ((hash & 0xF0000000) >> 24)) & 0x0FFFFFFF;
        }

        return hash;
    }
}
