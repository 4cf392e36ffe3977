using MLTransfer.Data;

namespace MLTransfer.Training.Torch;

/// <summary>
/// Lets the threads of OpenMP, on which libtorch computes, sleep while they wait. GNU's OpenMP lets them spin for some milliseconds, and a
/// spinning thread takes the core from this library's own threads, which load batches, update weights and write checkpoints between the
/// computations. To wake a sleeping thread costs some microseconds.
/// </summary>
/// <remarks>OpenMP 5.0, section 6.7, OMP_WAIT_POLICY; read from the environment once, when the library is loaded.</remarks>
internal static class OpenMPWaiting
{
    private const string Policy = "OMP_WAIT_POLICY";

    // Whoever sets one of these has decided otherwise.
    private static readonly string[] Decisions = [Policy, "GOMP_SPINCOUNT"];

    /// <summary>Loads libraries such that OpenMP, if it is loaded here for the first time, waits asleep.</summary>
    public static void Relax(Action load)
    {
        // It is restored, as child processes inherit it.
        if (!OperatingSystem.IsLinux() || Decisions.Any(d => Environment.GetEnvironmentVariable(d) is not null)
            || !NativeEnvironment.TrySet(Policy, "passive"))
        {
            load();
            return;
        }

        try
        {
            load();
        }
        finally
        {
            NativeEnvironment.Unset(Policy);
        }
    }
}
