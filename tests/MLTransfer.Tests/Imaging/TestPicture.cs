using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using MLTransfer.Data;
using MLTransfer.Imaging;
using SkiaSharp;

namespace MLTransfer.Tests.Imaging;

/// <summary>An RGBA picture, colour not multiplied by alpha, and what the tests of this folder do with one.</summary>
internal sealed record TestPicture(int Width, int Height, byte[] Rgba)
{
    public static TestPicture Draw(int width, int height, Func<int, int, (int R, int G, int B, int A)> pixel)
    {
        byte[] rgba = new byte[4 * width * height];
        for (int i = 0; i < width * height; i++)
        {
            var (r, g, b, a) = pixel(i % width, i / width);
            (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2], rgba[(4 * i) + 3]) = ((byte)r, (byte)g, (byte)b, (byte)a);
        }
        return new(width, height, rgba);
    }

    /// <summary>A picture without symmetry, smooth enough for JPEG.</summary>
    public static TestPicture Smooth(int width, int height) => Draw(width, height, (x, y) => (
        255 * x / width, 255 * y / height, (int)(127 + (90 * Math.Sin(6.0 * x / width) * Math.Cos(9.0 * y / height))), 255));

    public static TestPicture Noise(int width, int height, int seed, bool alpha = false)
    {
        var random = new Random(seed);
        return Draw(width, height, (_, _) => (random.Next(256), random.Next(256), random.Next(256), alpha ? random.Next(256) : 255));
    }

    public static TestPicture Solid(int width, int height, Rgb colour, int alpha = 255) =>
        Draw(width, height, (_, _) => (colour.R, colour.G, colour.B, alpha));

    /// <summary>All the pixels that Skia's simple decoder sees, stored order.</summary>
    public static TestPicture Decode(byte[] encoded)
    {
        using SKData data = SKData.CreateCopy(encoded);
        using SKCodec codec = SKCodec.Create(data);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, bitmap.GetPixels()));
        return new(info.Width, info.Height, bitmap.GetPixelSpan().ToArray());
    }

    public byte[] Encode(SKEncodedImageFormat format, int quality = 90)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Marshal.Copy(Rgba, 0, bitmap.GetPixels(), Rgba.Length);
        using SKData data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>The picture whose pixel (x, y) is this one's pixel at <paramref name="from"/>(x, y).</summary>
    public TestPicture Map(int width, int height, Func<int, int, (int X, int Y)> from) => Draw(width, height, (x, y) =>
    {
        (int fx, int fy) = from(x, y);
        int i = 4 * ((fy * Width) + fx);
        return (Rgba[i], Rgba[i + 1], Rgba[i + 2], Rgba[i + 3]);
    });

    public ImageContent AsPixels() =>
        ImageContent.Read(new PixelImageSource(Rgba, Width, Height, MLPixelFormat.Rgba32, "pixels"), ImageLimits.Default);

    /// <summary>The planar floats of the picture as it is, without alpha.</summary>
    public float[] Planes()
    {
        int plane = Width * Height;
        float[] planes = new float[3 * plane];
        for (int i = 0; i < planes.Length; i++)
            planes[i] = Rgba[(4 * (i % plane)) + (i / plane)];
        return planes;
    }

    /// <summary>Runs encoded bytes through a pipeline.</summary>
    public static float[] Run(byte[] encoded, ResizePolicy resize, Rgb? background = null) =>
        Run(ImageContent.Read(new EncodedImageSource(encoded, "memory"), ImageLimits.Default), resize, background);

    public static float[] Run(ImageContent content, ResizePolicy resize, Rgb? background = null)
    {
        var pipeline = new PixelPipeline(resize, ImageLimits.Default, background ?? Rgb.White);
        float[] floats = new float[pipeline.Length];
        pipeline.Decode(content, floats);
        return floats;
    }

    /// <summary>A policy that leaves a square picture as it is.</summary>
    public static ResizePolicy AsIs(int side) => new() { ShortSide = side, CropHeight = side, CropWidth = side };

    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"float {i} is {actual[i]} instead of {expected[i]}");
    }

    public static double MeanDifference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
}
