using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MLTransfer.Data;

namespace MLTransfer.Networks;

/// <summary>
/// Keeps ONNX Runtime from telling its maker of its use, which from version 1.31 on it does by default: it looks up a server, and keeps an identity
/// of the device and a queue of events in the user's cache folder. A choice that is in the environment already stands.
/// </summary>
internal static class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Says so in the process's environment, which ONNX Runtime reads once, when it is loaded.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Every use of this library may be the first one of ONNX Runtime, and later is too late.")]
    internal static void Disable()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
            return;
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows())
            SetForNativeCode();
    }

    private static void SetForNativeCode()
    {
        try
        {
            NativeEnvironment.TrySet(Variable, "1");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // No system that ONNX Runtime runs on is without it.
        }
    }
}
