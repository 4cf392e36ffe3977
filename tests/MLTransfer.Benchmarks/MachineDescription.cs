using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace MLTransfer.Benchmarks;

/// <summary>What a measurement depends on beside the code.</summary>
internal static class MachineDescription
{
    /// <summary>The processor, the operating system, and the versions of what is measured, as a Markdown list.</summary>
    public static string Describe()
    {
        string library = typeof(Backbone).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return $"""
            - processor: {Processor()}, {Environment.ProcessorCount} logical cores
            - system: {RuntimeInformation.OSDescription}
            - {RuntimeInformation.FrameworkDescription}, ONNX Runtime {OrtEnv.Instance().GetVersionString()}, MLTransfer {library}
            """;
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        string? model = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return model ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
