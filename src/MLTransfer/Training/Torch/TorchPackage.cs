using System.Runtime.InteropServices;

namespace MLTransfer.Training.Torch;

/// <summary>Which NuGet package brings libtorch to this platform.</summary>
internal static class TorchPackage
{
    private const string Version = "2.10.0";

    /// <summary>Whether TorchSharp may find libtorch where this library does not look, as an application can load it first.</summary>
    public static bool MayBeElsewhere => Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 };

    /// <summary>The name of the package, or null where there is none.</summary>
    public static string? Name => (RuntimeInformation.OSArchitecture, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
    {
        (Architecture.X64, true, _) => "libtorch-cpu-win-x64",
        (Architecture.Arm64, _, true) => "libtorch-cpu-osx-arm64",
        (Architecture.X64, _, false) => "libtorch-cpu-linux-x64",
        _ => null,
    };

    /// <summary>What to say where it is not there.</summary>
    public static string Missing => Name is { } name
        ? "Fine-tuning, Head.Mlp and explaining some networks need libtorch, which is not a part of MLTransfer because of its size. " +
            "Add this line to the project file of the application: " +
            $"<PackageReference Include=\"{name}\" Version=\"{Version}\" />"
        : "Fine-tuning, Head.Mlp and explaining some networks need libtorch, and there is no package of it for " +
            $"{RuntimeInformation.RuntimeIdentifier}. " +
            "It exists for Linux and Windows on x64, and for macOS on arm64. Feature extraction with Head.Linear works here.";
}
