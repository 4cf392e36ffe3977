using System.Diagnostics;

namespace MLTransfer.Tests.Package;

/// <summary>Runs the SDK's <c>dotnet</c> as a user would from a terminal.</summary>
internal static class DotnetCommand
{
    // What a test host, and the build that started it, leave for their children. With it a child would build with parts of another SDK, or
    // be measured as a test.
    private static readonly string[] Inherited =
        ["MSBUILD", "VSTEST", "TESTINGPLATFORM", "XUNIT", "CORECLR_", "COR_", "DOTNET_STARTUP_HOOKS", "DOTNET_HOST_PATH"];

    private static readonly string? Dotnet = Find();

    public static bool Exists => Dotnet is not null;

    /// <summary>Skips the calling test where there is no <c>dotnet</c> to run.</summary>
    public static void Require() => Assert.SkipWhen(Dotnet is null, "needs the .NET SDK: there is no dotnet on the PATH");

    /// <summary>Runs it and returns what it printed; fails the test on an exit code other than 0, or when it takes too long.</summary>
    public static async Task<string> Run(string folder, params IEnumerable<string> arguments)
    {
        Require();
        var start = new ProcessStartInfo(Dotnet!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsInherited).ToArray())
            start.Environment.Remove(name);
        // Servers that outlive the command would hold its output open, and the files of the temporary folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        // The features of ResNet18 stay with the test.
        start.Environment["MLTRANSFER_HOME"] = Path.Combine(folder, "workspace");

        using Process process = Process.Start(start)!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromMinutes(5));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(stop.Token), errors = process.StandardError.ReadToEndAsync(stop.Token);
            await process.WaitForExitAsync(stop.Token);
            string printed = await output;
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{printed}\n{await errors}");
            return printed;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsInherited(string name) => Inherited.Any(i => name.StartsWith(i, StringComparison.OrdinalIgnoreCase));

    private static string? Find()
    {
        string file = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
