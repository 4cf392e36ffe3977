using System.Buffers.Binary;
using System.Text.Json;
using MLTransfer.Data;
using MLTransfer.Training.FineTuning;

namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>The state of a training run: damaged, it is none; with a checksum made to fit, it may say anything, and is read or none.</summary>
internal sealed class CheckpointTarget : FuzzTarget
{
    private const string Key = "key";
    private const int Epoch = 3;
    private const int Length = 200;

    private readonly string _path;

    private CheckpointTarget(string path) => _path = path;

    public static CheckpointTarget Create(string name, string folder)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, "run.checkpoint");
        CheckpointFile.Write(path, Key, new Checkpoint(Epoch, Arrays(), JsonSerializer.SerializeToElement(5)));
        return new CheckpointTarget(path) { Name = name, Seeds = [File.ReadAllBytes(CheckpointFile.NameOf(path, Epoch))] };
    }

    public override bool Read(byte[] file)
    {
        File.WriteAllBytes(CheckpointFile.NameOf(_path, Epoch), file);
        bool isForged = !file.AsSpan().SequenceEqual(Seeds[0]) && HasItsChecksum(file);
        if (CheckpointFile.Read(_path, Key) is not { } checkpoint)
            return false;
        Require(isForged || Equal(checkpoint.Arrays, Arrays()), "a damaged state was taken for a whole one");
        return true;
    }

    protected override byte[] Mutate(int number, Random random)
    {
        byte[] file = base.Mutate(number, random);
        if (number % 2 == 0 && file.Length > sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - sizeof(uint)), Crc32C.Of(file.AsSpan(0, file.Length - sizeof(uint))));
        return file;
    }

    private static bool HasItsChecksum(byte[] file)
        => file.Length > sizeof(uint)
            && BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(file.Length - sizeof(uint))) == Crc32C.Of(file.AsSpan(0, file.Length - sizeof(uint)));

    private static bool Equal(IReadOnlyDictionary<string, float[]> a, Dictionary<string, float[]> b)
        => a.Count == b.Count && b.All(pair => a.TryGetValue(pair.Key, out float[]? values) && values.AsSpan().SequenceEqual(pair.Value));

    private static Dictionary<string, float[]> Arrays() => new()
    {
        ["weights"] = [.. Enumerable.Range(0, Length).Select(i => i * .5f)],
        ["none"] = [],
        ["momentum"] = [.. Enumerable.Range(0, Length).Select(i => -i * .25f)],
    };
}
