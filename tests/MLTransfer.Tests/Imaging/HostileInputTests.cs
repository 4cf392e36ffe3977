using System.Diagnostics;
using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Tests.Imaging;

public class HostileInputTests
{
    // Small limits keep what a mutated header may ask for small; the same checks hold for large ones.
    private static readonly ImageLimits Limits = new() { MaxPixels = 4_000_000, MaxSide = 8_000 };

    [Theory]
    [MemberData(nameof(TruncationTests.Images), MemberType = typeof(TruncationTests))]
    public void A_mutated_image_is_decoded_or_reported_soon(string name, byte[] image)
    {
        var random = new Random(name.Length);
        var pipeline = new PixelPipeline(TestPicture.AsIs(12), Limits, Rgb.White);
        float[] floats = new float[pipeline.Length], again = new float[pipeline.Length];
        int decoded = 0;
        for (int n = 0; n < 150; n++)
        {
            ImageContent content = ImageContent.Read(new EncodedImageSource(Mutate(image, random), name), Limits);
            long start = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                pipeline.Decode(content, floats);
                decoded++;
                Assert.All(floats, v => Assert.InRange(v, 0, 255));
                // Pixels that the decoder left unwritten would show what the pooled buffer held before.
                pipeline.Decode(TestPicture.Noise(200, 200, n).AsPixels(), again);
                pipeline.Decode(content, again);
                Assert.Equal(floats, again);
            }
            catch (BadImageException e)
            {
                Assert.Equal(name, e.Image.Path);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 64 << 20);
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 60); // no hang, however busy the machine
        }
        Assert.True(decoded < 150, "no mutation was noticed");
    }

    private static byte[] Mutate(byte[] image, Random random)
    {
        byte[] bytes = [.. image];
        // Headers are short and decide the most: half of the changes go there.
        for (int changes = random.Next(1, 6); changes > 0; changes--)
        {
            int at = random.Next(random.Next(2) == 0 ? Math.Min(64, bytes.Length) : bytes.Length);
            bytes[at] = random.Next(3) switch { 0 => (byte)(bytes[at] ^ (1 << random.Next(8))), 1 => 0xFF, _ => (byte)random.Next(256) };
        }
        if (random.Next(4) == 0)
        {
            int from = random.Next(bytes.Length), length = random.Next(bytes.Length - from);
            bytes = random.Next(2) == 0
                ? [.. bytes[..from], .. bytes[(from + length)..]]
                : [.. bytes[..from], .. bytes[from..(from + length)], .. bytes[from..]];
        }
        return bytes.Length == 0 ? [0] : bytes;
    }
}
