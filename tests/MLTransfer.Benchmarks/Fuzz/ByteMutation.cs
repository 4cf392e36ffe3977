using System.Buffers.Binary;

namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>Damages a file: what disks, networks and people do to one, whatever it holds.</summary>
internal static class ByteMutation
{
    private const int MostChanges = 4;
    private const int LongestChunk = 256;

    // Headers are short and decide the most.
    private const int Head = 96;

    private static readonly long[] Telling =
        [0, 1, 2, 3, -1, -2, 127, 128, 255, 256, 32_767, 65_535, 65_536, 1 << 24, 1 << 28, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue];

    /// <summary>One of the seeds, changed in one to four places.</summary>
    /// <param name="seeds">Whole files; none is changed.</param>
    /// <param name="random">Decides on everything.</param>
    public static byte[] Of(IReadOnlyList<byte[]> seeds, Random random)
    {
        byte[] bytes = [.. seeds[random.Next(seeds.Count)]];
        for (int left = random.Next(1, MostChanges + 1); left > 0; left--)
            bytes = Change(bytes, seeds, random);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, IReadOnlyList<byte[]> seeds, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        int at = Place(bytes, random), length = Math.Min(random.Next(1, LongestChunk), bytes.Length - at);
        switch (random.Next(10))
        {
            case 0 or 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 3 or 4:
                WriteNumber(bytes.AsSpan(at), random);
                return bytes;
            case 5:
                return bytes[..at];
            case 6:
                byte[] other = seeds[random.Next(seeds.Count)];
                return [.. bytes[..at], .. other[Place(other, random)..]];
            case 7:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 8:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            default:
                bytes.AsSpan(at, length).Clear();
                return bytes;
        }
    }

    private static int Place(byte[] bytes, Random random) => random.Next(random.Next(2) == 0 ? Math.Min(Head, bytes.Length) : bytes.Length);

    /// <summary>What may be a length becomes another one: a telling number, or a little more or less than it is.</summary>
    private static void WriteNumber(Span<byte> bytes, Random random)
    {
        int size = 1 << random.Next(4);
        if (bytes.Length < size)
            return;
        bool isBigEndian = random.Next(2) == 0;
        Span<byte> number = stackalloc byte[sizeof(long)];
        number.Clear();
        bytes[..size].CopyTo(number);
        if (isBigEndian)
            number[..size].Reverse();
        long value = random.Next(3) == 0
            ? BinaryPrimitives.ReadInt64LittleEndian(number) + random.Next(-8, 9)
            : Telling[random.Next(Telling.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        if (isBigEndian)
            number[..size].Reverse();
        number[..size].CopyTo(bytes);
    }
}
