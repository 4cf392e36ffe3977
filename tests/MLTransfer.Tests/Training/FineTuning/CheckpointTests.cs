using System.Text.Json;
using MLTransfer.Data;
using MLTransfer.Extraction;
using MLTransfer.Training.FineTuning;

namespace MLTransfer.Tests.Training.FineTuning;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    // That of odd epochs.
    private readonly string _file;
    private readonly Checkpoint _checkpoint;

    public CheckpointTests()
    {
        _path = _folder["checkpoints/run"];
        _file = _folder["checkpoints/run.1"];
        float[] many = [.. Enumerable.Range(0, 600_001).Select(i => BitConverter.Int32BitsToSingle(i * 7919))];
        _checkpoint = new(3, new Dictionary<string, float[]>
        {
            ["layer4/ä.weight"] = [1, float.NaN, float.NegativeInfinity, -0f, float.Epsilon],
            ["none"] = [],
            ["many"] = many,
        }, Checkpoint.ToJson(new Scalars(.1, double.NegativeInfinity, "three")));
    }

    [Fact]
    public void What_was_written_is_read_bit_for_bit()
    {
        CheckpointFile.Write(_path, "key", _checkpoint);
        Checkpoint read = CheckpointFile.Read(_path, "key")!;
        Assert.Equal(3, read.Epoch);
        Assert.Equal(new Scalars(.1, double.NegativeInfinity, "three"), read.ReadScalars<Scalars>());
        Assert.Equal(_checkpoint.Arrays.Keys, read.Arrays.Keys);
        foreach ((string name, float[] values) in _checkpoint.Arrays)
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.Arrays[name].Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([_file], Directory.GetFiles(_folder["checkpoints"]));
    }

    [Fact]
    public void The_newest_is_read_and_the_one_before_it_kept()
    {
        for (int epoch = 3; epoch <= 6; epoch++)
        {
            CheckpointFile.Write(_path, "key", Small() with { Epoch = epoch });
            Assert.Equal(epoch, CheckpointFile.Read(_path, "key")!.Epoch);
        }

        File.WriteAllText(_folder["checkpoints/run.0"], "damaged");
        Assert.Equal(5, CheckpointFile.Read(_path, "key")!.Epoch);
        CheckpointFile.Delete(_path);
        Assert.Null(CheckpointFile.Read(_path, "key"));
        Assert.Empty(Directory.GetFiles(_folder["checkpoints"]));
    }

    [Fact]
    public void A_damaged_newest_one_is_not_read_though_its_header_is_whole()
    {
        CheckpointFile.Write(_path, "key", Small() with { Epoch = 2 });
        CheckpointFile.Write(_path, "key", Small() with { Epoch = 3 });
        byte[] newest = File.ReadAllBytes(_file);
        newest[^1] ^= 1;
        File.WriteAllBytes(_file, newest);
        Assert.Equal(2, CheckpointFile.Read(_path, "key")!.Epoch);
    }

    [Fact]
    public void A_shorter_one_replaces_a_longer_one()
    {
        CheckpointFile.Write(_path, "key", _checkpoint);
        CheckpointFile.Write(_path, "key", Small());
        Assert.Equal(["a", "b"], CheckpointFile.Read(_path, "key")!.Arrays.Keys);
    }

    [Fact]
    public void One_that_cannot_be_written_leaves_the_other_and_says_which_file()
    {
        CheckpointFile.Write(_path, "key", Small() with { Epoch = 2 });
        Directory.CreateDirectory(_file);
        Assert.Contains(_file, Assert.Throws<IOException>(() => CheckpointFile.Write(_path, "key", Small())).Message, StringComparison.Ordinal);
        Assert.Equal(2, CheckpointFile.Read(_path, "key")!.Epoch);
    }

    [Fact]
    public void That_of_another_run_is_none()
    {
        Assert.Null(CheckpointFile.Read(_path, "key"));
        CheckpointFile.Write(_path, "key", _checkpoint);
        Assert.Null(CheckpointFile.Read(_path, "key2"));
        Directory.CreateDirectory(_folder["checkpoints/folder.1"]);
        Assert.Null(CheckpointFile.Read(_folder["checkpoints/folder"], "key"));
    }

    [Fact]
    public void A_file_cut_off_anywhere_or_with_more_behind_is_none()
    {
        CheckpointFile.Write(_path, "key", Small());
        byte[] whole = File.ReadAllBytes(_file);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_file, whole[..length]);
            Assert.Null(CheckpointFile.Read(_path, "key"));
        }

        File.WriteAllBytes(_file, [.. whole, 0]);
        Assert.Null(CheckpointFile.Read(_path, "key"));
        File.WriteAllBytes(_file, whole);
        Assert.NotNull(CheckpointFile.Read(_path, "key"));
    }

    [Fact]
    public void A_changed_bit_anywhere_makes_it_none()
    {
        CheckpointFile.Write(_path, "key", Small());
        byte[] whole = File.ReadAllBytes(_file);
        for (int bit = 0; bit < whole.Length * 8; bit += 3)
        {
            whole[bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(_file, whole);
            Assert.Null(CheckpointFile.Read(_path, "key"));
            whole[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void A_page_that_never_reached_the_disk_makes_it_none()
    {
        CheckpointFile.Write(_path, "key", _checkpoint);
        using (FileStream file = File.OpenWrite(_file))
        {
            file.Position = 1 << 20;
            file.Write(new byte[4096]);
        }

        Assert.Null(CheckpointFile.Read(_path, "key"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"Key":"key","Epoch":1,"Names":["a"],"Lengths":[-1]}""")]
    [InlineData("""{"Key":"key","Epoch":1,"Names":["a","a"],"Lengths":[0,0]}""")]
    [InlineData("""{"Key":"key","Epoch":1,"Names":["a"],"Lengths":[2147483647]}""")]
    [InlineData("""{"Key":"key","Epoch":1,"Names":[null],"Lengths":[0]}""")]
    public void A_header_that_makes_no_sense_is_none_though_its_checksum_is_right(string json)
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes(json);
        byte[] content = [.. "MLTCKPT1"u8, .. BitConverter.GetBytes(header.Length), .. header];
        Directory.CreateDirectory(_folder["checkpoints"]);
        File.WriteAllBytes(_file, [.. content, .. BitConverter.GetBytes(Crc32C.Of(content))]);
        Assert.Null(CheckpointFile.Read(_path, "key"));
    }

    [Fact]
    public void It_lies_in_the_workspace_under_its_key()
        => Assert.Equal(_folder["checkpoints/abc.checkpoint"], Workspace.CheckpointFile(_folder.Path, "abc"));

    [Fact]
    public void The_checksum_is_that_of_the_standard()
    {
        Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8)); // the check value of CRC-32C
        Assert.Equal(0xE3069283, Crc32C.Of("6789"u8, Crc32C.Of("12345"u8)));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    public void Dispose() => _folder.Dispose();

    private static Checkpoint Small()
        => new(1, new Dictionary<string, float[]> { ["a"] = [1, 2, 3], ["b"] = [4] }, JsonSerializer.SerializeToElement(5));

    private sealed record Scalars(double Rate, double Best, string Name);
}
