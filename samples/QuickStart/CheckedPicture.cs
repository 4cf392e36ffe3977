using MLTransfer;
using Samples;

namespace QuickStart;

/// <summary>What the trained classifier and its files say of a picture.</summary>
/// <param name="Picture">The picture and its true class.</param>
/// <param name="Trained">The classifier as it was trained.</param>
/// <param name="Zip">The .zip, loaded by MLTransfer.</param>
/// <param name="Onnx">The .onnx, loaded by MLTransfer.</param>
/// <param name="Stock">The .zip, loaded by ML.NET alone.</param>
internal sealed record CheckedPicture(Picture Picture, ImagePrediction Trained, Comparison Zip, Comparison Onnx, Comparison Stock);

/// <summary>How another prediction differs from that of the trained classifier.</summary>
/// <param name="Label">The class that the other one predicts.</param>
/// <param name="SameLabel">Whether both predict the same class.</param>
/// <param name="Difference">The largest difference between their probabilities of a class.</param>
internal sealed record Comparison(string Label, bool SameLabel, float Difference)
{
    // Rounding in another order of additions is far below this; a lost weight or another crop far above.
    private const float Tolerance = 1e-5f;

    public bool Agrees => SameLabel && Difference <= Tolerance;
}
