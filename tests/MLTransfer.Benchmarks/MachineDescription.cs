using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace MLTransfer.Benchmarks;

/// <summary>What a measurement depends on beside the code.</summary>
internal static partial class MachineDescription
{
    /// <summary>The processor, the operating system, and the versions of what is measured, as a Markdown list.</summary>
    public static string Describe()
    {
        return $"""
            - processor: {Processor()}, {Environment.ProcessorCount} logical cores
            - system: {RuntimeInformation.OSDescription}
            - {RuntimeInformation.FrameworkDescription}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}, ML.NET {ReleaseOf(typeof(MLContext))}
            - MLTransfer {VersionOf(typeof(Backbone))}, TorchSharp {ReleaseOf(typeof(TorchSharp.torch))}, {Libtorch()}
            """;
    }

    private static string VersionOf(Type type)
        => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Without the commit that it was built of.</summary>
    private static string ReleaseOf(Type type) => VersionOf(type).Split('+')[0];

    /// <summary>As packed with this program: to ask the library itself would load it, in a process whose memory and time are measured.</summary>
    private static string Libtorch()
    {
        string dependencies = File.ReadAllText(Path.ChangeExtension(typeof(MachineDescription).Assembly.Location, ".deps.json"));
        Match package = LibtorchPackage().Match(dependencies);
        return package.Success ? $"{package.Groups["name"]} {package.Groups["version"]}" : "no libtorch";
    }

    [GeneratedRegex(@"""(?<name>libtorch-[a-z0-9-]+)/(?<version>[\d.]+)""")]
    private static partial Regex LibtorchPackage();

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        string? model = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return model ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
