using System.Runtime.InteropServices;

namespace MLTransfer.Data;

/// <summary>The environment that native libraries read: on Unix, .NET only changes a copy of it. There is none of its kind on Windows.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable, unless it is there already.</summary>
    /// <returns>Whether it is there now.</returns>
    public static bool TrySet(string name, string value) => setenv(name, value, 0) == 0;

    /// <summary>Takes a variable away.</summary>
    public static void Unset(string name) => _ = unsetenv(name);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unsetenv(string name);
}
