using System.Diagnostics.CodeAnalysis;

namespace MLTransfer;

/// <summary>How numbers are held.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of the field, and of ONNX.")]
public enum Precision
{
    /// <summary>Chosen by this library: see the option.</summary>
    Auto,

    /// <summary>IEEE single precision: 24 significant bits.</summary>
    Float32,

    /// <summary>IEEE half precision: 11 significant bits, up to 65,504.</summary>
    Float16,

    /// <summary>The upper half of a single: 8 significant bits, the same range.</summary>
    BFloat16,

    /// <summary>Whole numbers of 8 bits, with a scale for each tensor of activations and for each channel of weights.</summary>
    Int8,
}
