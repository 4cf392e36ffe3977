using MLTransfer.Tests.Training.Torch;
using MLTransfer.Training.FineTuning;
using MLTransfer.Training.Torch;
using static TorchSharp.torch;

namespace MLTransfer.Tests.Training.FineTuning;

[Collection(TorchTests.Name)]
public class BFloat16NumbersTests
{
    // Where rounding is decided: ties to both sides, the largest number, subnormals, zeros, infinities. Repeated to an odd length for the rest of a vector.
    private static readonly uint[] Bits =
    [
        0x3F80_0000, 0x3F80_7FFF, 0x3F80_8000, 0x3F80_8001, 0x3F81_8000, 0xBF81_8000, 0x7F7F_FFFF, 0x7F7F_7FFF, 0xFF7F_FFFF, 0x0000_0001,
        0x0000_8000, 0x0000_8001, 0x8001_8000, 0x0000_0000, 0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x3FFF_FFFF, 0x42F6_E979,
    ];

    private static float[] Numbers
        => [.. Enumerable.Range(0, 11).SelectMany(_ => Bits).Select(BitConverter.UInt32BitsToSingle), .. Drawn()];

    [Fact]
    public void Numbers_are_rounded_and_widened_as_Torch_does()
    {
        TorchRuntime.Load();
        float[] numbers = Numbers;
        using Tensor expected = tensor(numbers).to(ScalarType.BFloat16).to(ScalarType.Float32);

        Assert.Equal(
            expected.data<float>().ToArray().Select(BitConverter.SingleToUInt32Bits),
            RoundTrip(numbers).Select(BitConverter.SingleToUInt32Bits));
    }

    [Theory]
    [InlineData(0x7FC0_0000)]
    [InlineData(0x7FFF_FFFF)]
    [InlineData(0x7F80_0001)]
    [InlineData(0xFFFF_FFFF)]
    public void What_is_no_number_stays_none(uint bits)
        => Assert.All(RoundTrip([.. Enumerable.Repeat(BitConverter.UInt32BitsToSingle(bits), 71)]), n => Assert.True(float.IsNaN(n)));

    [Fact]
    public void No_number_is_written_beyond_the_last()
    {
        var rounded = new ushort[40];
        BFloat16Numbers.Round(Enumerable.Repeat(1f, 37).ToArray(), rounded);
        var widened = new float[40];
        BFloat16Numbers.Widen(rounded.AsSpan(0, 37), widened);
        Assert.Equal([1, 0, 0, 0], widened[36..]);
        Assert.Equal([0x3F80, 0, 0, 0], rounded[36..]);
    }

    private static float[] RoundTrip(float[] numbers)
    {
        var rounded = new ushort[numbers.Length];
        BFloat16Numbers.Round(numbers, rounded);
        var widened = new float[numbers.Length];
        BFloat16Numbers.Widen(rounded, widened);
        return widened;
    }

    private static IEnumerable<float> Drawn()
    {
        var random = new Random(1);
        return Enumerable.Range(0, 1000).Select(_ => (float)((random.NextDouble() - .5) * Math.Pow(10, random.Next(-30, 30))));
    }
}
