using System.Runtime.InteropServices;

namespace MLTransfer.Data;

/// <summary>The memory that native code has freed, and the C library keeps.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Gives it back to the system. GNU's C library keeps a heap for each thread or so, and what one has kept is of no use to another: the threads
    /// of training would need new memory beside what those of extraction had.
    /// </summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library.
        }
    }

    // malloc_trim(3)
    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint kept);
}
