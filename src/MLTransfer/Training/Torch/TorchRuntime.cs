using System.Runtime.InteropServices;
using MLTransfer.Extraction;
using TorchSharp;

namespace MLTransfer.Training.Torch;

/// <summary>Loads the native code of fine-tuning: libtorch, which the application references, and TorchSharp's bridge to it.</summary>
internal static class TorchRuntime
{
    private const string BridgeName = "LibTorchSharp";

    // What the bridge needs, in the order of their own needs. The CUDA parts exist only in CUDA packages.
    private static readonly string[] Libraries = OperatingSystem.IsWindows()
        ? ["c10.dll", "torch_cpu.dll", "c10_cuda.dll", "torch_cuda.dll", "torch.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libomp.dylib", "libiomp5.dylib", "libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib"]
            : ["libgomp*.so*", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private static readonly Lazy<string?> Problem = new(FindProblem);

    /// <summary>Makes sure that Torch can be used.</summary>
    /// <exception cref="TorchRuntimeException">libtorch is not there, or it cannot be loaded on this machine.</exception>
    public static void Load()
    {
        if (Problem.Value is { } problem)
            throw new TorchRuntimeException(problem);
    }

    /// <summary>Begins to load Torch. To wait for it is to see what <see cref="Load"/> throws.</summary>
    /// <exception cref="TorchRuntimeException">The application does not reference libtorch.</exception>
    public static Task LoadInBackground()
    {
        if (IsMissing)
            throw new TorchRuntimeException(TorchPackage.Missing);
        var loading = Task.Run(Load);
        // Who gives up before Torch is needed does not look at an error; to look here keeps it from TaskScheduler.UnobservedTaskException.
        _ = loading.ContinueWith(l => l.Exception, TaskScheduler.Default);
        return loading;
    }

    private static bool IsMissing
        => FindFile(OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.*") is null;

    private static string? FindProblem()
    {
        try
        {
            if (IsMissing)
                return TorchPackage.Missing;
            OpenMPWaiting.Relax(LoadLibraries);
            LoadBridge();
            torch.InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or NotSupportedException or TypeInitializationException
            or IOException or UnauthorizedAccessException)
        {
            return $"libtorch is there, but cannot be loaded: {(e.InnerException ?? e).Message}";
        }
    }

    private static void LoadLibraries()
    {
        foreach (string library in Libraries)
        {
            if (FindFile(library) is { } path)
                NativeLibrary.Load(path);
        }
    }

    // TorchSharp finds by its name what is loaded already. If its own attempt to load fails, it copies all of libtorch.
    private static void LoadBridge()
    {
        if (FindFile(OperatingSystem.IsWindows() ? $"{BridgeName}.dll" : $"lib{BridgeName}.*") is not { } bridge
            || NativeLibrary.TryLoad(bridge, out _))
            return;
        if (OperatingSystem.IsLinux())
            NativeLibrary.Load(WeakSymbolVersion.Relax(bridge, "GLIBCXX_3.4.32", Workspace.NativeFolder()));
    }

    private static string? FindFile(string pattern)
        => NativeFolders().Where(Directory.Exists)
            .Select(folder => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).FirstOrDefault())
            .FirstOrDefault(path => path is not null);

    private static IEnumerable<string> NativeFolders()
    {
        string known = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return known.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"))
            .Concat(TorchPackage.ChosenFolders());
    }
}
