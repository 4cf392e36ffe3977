using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLTransfer.Imaging;

/// <summary>Widens the pixels of a row to floats, over a background where they are not opaque.</summary>
internal readonly struct RowBlend(AlphaMeaning alpha, bool blueFirst, Rgb background)
{
    private readonly Vector128<float> _background = blueFirst
        ? Vector128.Create((float)background.B, background.G, background.R, 255)
        : Vector128.Create((float)background.R, background.G, background.B, 255);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Expand(ReadOnlySpan<uint> pixels, Span<Vector128<float>> floats)
    {
        floats = floats[..pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            floats[i] = Widen(pixels[i]);
        if (alpha == AlphaMeaning.None)
            return;
        for (int i = 0; i < floats.Length; i++)
        {
            Vector128<float> pixel = floats[i];
            float opacity = pixel[3] / 255;
            Vector128<float> colour = alpha == AlphaMeaning.Straight ? pixel * opacity : pixel;
            floats[i] = Vector128.Min(colour + (_background * (1 - opacity)), Vector128.Create(255f));
        }
    }

    private static Vector128<float> Widen(uint pixel)
    {
        Vector128<ushort> words = Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte());
        return Vector128.ConvertToSingle(Vector128.WidenLower(words).AsInt32());
    }
}
