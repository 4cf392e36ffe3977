using System.Diagnostics;

namespace MLTransfer.Tests;

/// <summary>A file system of a given size, in memory; skips the calling test where none can be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(string path, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "needs to mount a file system, which takes root on Linux");
        Path = Directory.CreateDirectory(path).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path), "needs to mount a file system, which is forbidden here");
    }

    public string Path { get; }

    public void Resize(string size) => Assert.True(Run("mount", "-o", $"remount,size={size}", Path));

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Path));

    public void Dispose() => Assert.True(Run("umount", Path));

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
