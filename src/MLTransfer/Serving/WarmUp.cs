using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Serving;

/// <summary>Does once, in vain, what takes longer the first time.</summary>
internal static class WarmUp
{
    private const int Width = 64;
    private const int Height = 48;

    /// <summary>Loads the library that decodes images, and compiles what turns them into pixels.</summary>
    public static void Decoder(ResizePolicy resize)
    {
        using var picture = new SKBitmap(Width, Height);
        picture.Erase(SKColors.Gray);
        using SKData jpeg = picture.Encode(SKEncodedImageFormat.Jpeg, quality: 90);
        var pixels = new PixelPipeline(resize);
        pixels.Decode(
            ImageContent.Read(new EncodedImageSource(jpeg.ToArray(), nameof(WarmUp)), ImageLimits.Default), new float[pixels.Length]);
    }
}
