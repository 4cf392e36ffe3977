using System.Diagnostics;

namespace MLTransfer.Benchmarks.WebApi;

/// <summary>What a server did under load.</summary>
/// <param name="Batch">Its largest batch.</param>
/// <param name="Photos">How many photos were answered.</param>
/// <param name="Refused">How many hostile uploads were refused as they should be.</param>
/// <param name="Errors">What went otherwise than it had to.</param>
/// <param name="Seconds">The time.</param>
/// <param name="Median">The median time of a photo, in milliseconds.</param>
/// <param name="Percentile99">The time that 99 of 100 photos did not exceed, in milliseconds.</param>
/// <param name="EarlyMemory">The memory of the server after a third of the time, in bytes.</param>
/// <param name="LateMemory">The same at the end.</param>
/// <param name="PeakMemory">The most that it ever had.</param>
internal sealed record LoadRun(
    int Batch, int Photos, int Refused, IReadOnlyCollection<string> Errors, double Seconds, double Median, double Percentile99,
    long EarlyMemory, long LateMemory, long PeakMemory)
{
    // Clients come to speed, and the server's code is compiled.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public double PhotosPerSecond => Photos / Seconds;

    public double RequestsPerSecond => (Photos + Refused) / Seconds;

    /// <summary>Starts a server, sends it each photo alone, then loads it.</summary>
    public static async Task<LoadRun> RunAsync(string model, int batch, IReadOnlyList<byte[]> photos, LoadOptions options)
    {
        using var server = SampleServer.Start(model, batch);
        using var clients = new LoadClients(server.Address, photos);
        await clients.RunAsync(options.Clients, WarmUp);
        clients.Latencies.Clear();
        int refusedBefore = clients.Refused;

        var clock = Stopwatch.StartNew();
        Task load = clients.RunAsync(options.Clients, TimeSpan.FromSeconds(options.Seconds));
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds / 3.0));
        long early = server.Memory;
        await load;
        double[] sorted = [.. clients.Latencies.Order()];
        return new LoadRun(
            batch, sorted.Length, clients.Refused - refusedBefore, clients.Errors, clock.Elapsed.TotalSeconds,
            At(sorted, .5), At(sorted, .99), early, server.Memory, server.PeakMemory);
    }

    private static double At(double[] sorted, double share)
        => sorted.Length == 0 ? double.NaN : sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
}
