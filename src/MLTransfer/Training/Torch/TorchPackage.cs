using System.Runtime.InteropServices;

namespace MLTransfer.Training.Torch;

/// <summary>Where libtorch may be, and which NuGet package brings it to this platform.</summary>
internal static class TorchPackage
{
    private const string Version = "2.10.0";
    private const string Users = "Fine-tuning, Head.Mlp and explaining some networks";

    /// <summary>Names a folder of libtorch for programs that do not reference its package, such as tools.</summary>
    public const string Variable = "LIBTORCH";

    /// <summary>The name of the package, or null where there is none.</summary>
    public static string? Name => (RuntimeInformation.OSArchitecture, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
    {
        (Architecture.X64, true, _) => "libtorch-cpu-win-x64",
        (Architecture.Arm64, _, true) => "libtorch-cpu-osx-arm64",
        (Architecture.X64, _, false) => "libtorch-cpu-linux-x64",
        _ => null,
    };

    /// <summary>What to say where it is not there.</summary>
    public static string Missing => (Name, Chosen) switch
    {
        (null, _) => $"{Users} need libtorch, and there is no package of it for {RuntimeInformation.RuntimeIdentifier}. " +
            "It exists for Linux and Windows on x64, and for macOS on arm64. Feature extraction with Head.Linear works here.",
        (_, { } chosen) => $"{Users} need libtorch, and it is not in '{chosen}', which the environment variable {Variable} names: " +
            $"neither there, nor in the folders lib and {Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native")} below it.",
        ({ } name, _) => $"{Users} need libtorch, which is not a part of MLTransfer because of its size. " +
            "Add this line to the project file of the application: " +
            $"<PackageReference Include=\"{name}\" Version=\"{Version}\" />. " +
            $"For a program that has no project file, such as a tool: dotnet package download {name}@{Version} --output FOLDER, and set the " +
            $"environment variable {Variable} to {Path.Combine("FOLDER", name, Version)}.",
    };

    private static string? Chosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen : null;

    /// <summary>
    /// The folders that the environment variable may mean: the one it names, that of libraries in a distribution of PyTorch's, that of native
    /// libraries in an unpacked NuGet package.
    /// </summary>
    public static IEnumerable<string> ChosenFolders() => Chosen is { } chosen
        ? [chosen, Path.Combine(chosen, "lib"), Path.Combine(chosen, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")]
        : [];
}
