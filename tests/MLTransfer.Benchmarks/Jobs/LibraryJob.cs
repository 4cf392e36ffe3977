using System.Globalization;
using System.Text.RegularExpressions;
using MLTransfer.Benchmarks.Peers;

namespace MLTransfer.Benchmarks.Jobs;

/// <summary>The <c>job</c> command of this program as a process of its own, with nothing left of earlier runs.</summary>
internal static partial class LibraryJob
{
    /// <param name="photos">The folder.</param>
    /// <param name="precision">The arithmetic of the frozen part.</param>
    /// <param name="options">Further options of the command.</param>
    public static JobContestant Of(string photos, Precision precision, params string[] options) => new(
        precision == Precision.Float32 ? "mltransfer" : $"mltransfer, {precision.ToString().ToLowerInvariant()}",
        () => Run(["job", "--data", photos, "--precision", precision.ToString(), .. options]));

    /// <summary>What a run says of itself.</summary>
    /// <exception cref="PeerException">It does not give the accuracy on test photos.</exception>
    public static JobMeasurement Read(ChildProcess process)
    {
        Match accuracy = process.Lines.Select(l => AccuracyLine().Match(l)).FirstOrDefault(m => m.Success)
            ?? throw new PeerException("The job did not give its accuracy on test photos.");
        return new JobMeasurement(
            process.Seconds, double.Parse(accuracy.Groups[1].ValueSpan, CultureInfo.InvariantCulture), process.OtherCores,
            process.Lines.FirstOrDefault(l => l.StartsWith(FrozenPartMessage.Fallback, StringComparison.Ordinal)));
    }

    private static JobMeasurement Run(IEnumerable<string> arguments)
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("mltransfer-home-");
        try
        {
            string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
            return Read(ChildProcess.Run(dotnet, [typeof(LibraryJob).Assembly.Location, .. arguments], ("MLTRANSFER_HOME", home.FullName)));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"^test accuracy: (\d+(\.\d+)?) of \d+ photos")]
    private static partial Regex AccuracyLine();
}
