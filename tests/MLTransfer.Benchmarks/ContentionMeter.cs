using System.Diagnostics;
using System.Globalization;

namespace MLTransfer.Benchmarks;

/// <summary>
/// Measures how many cores were busy since it was started: with this process and those that it started, and with anything else. A timing
/// taken beside other work says little, and nothing in the timing itself shows it.
/// </summary>
internal sealed class ContentionMeter
{
    // The unit of /proc/stat, USER_HZ, is 100 a second on all Linux platforms that .NET runs on.
    private const double TicksPerSecond = 100;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _all = BusySeconds();
    private readonly double _own = OwnSeconds();

    /// <summary>
    /// The mean number of cores that this process, and those it started that have ended, kept busy; null where the system does not say.
    /// </summary>
    public double? OwnCores() => OperatingSystem.IsLinux() ? (OwnSeconds() - _own) / Stopwatch.GetElapsedTime(_start).TotalSeconds : null;

    /// <summary>The mean number of cores that others kept busy; null where the system does not say.</summary>
    public double? OtherCores()
        => OperatingSystem.IsLinux()
            ? Math.Max(0, (BusySeconds() - _all - (OwnSeconds() - _own)) / Stopwatch.GetElapsedTime(_start).TotalSeconds)
            : null;

    private static double OwnSeconds() => OperatingSystem.IsLinux() ? Environment.CpuUsage.TotalTime.TotalSeconds + ChildSeconds() : 0;

    /// <summary>The time of the processes that this one started, and these started, once they have ended.</summary>
    private static double ChildSeconds()
    {
        // pid (name) state ppid ... cutime and cstime are the 16th and 17th; the name may hold spaces and parentheses.
        string line = File.ReadAllText("/proc/self/stat");
        string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>The time that all cores were busy since the system started, that taken by other virtual machines included.</summary>
    private static double BusySeconds()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        // cpu user nice system idle iowait irq softirq steal guest guest_nice; guests are part of user and nice.
        string total = File.ReadLines("/proc/stat").First();
        long[] ticks = [.. total.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(t => long.Parse(t, CultureInfo.InvariantCulture))];
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) / TicksPerSecond;
    }
}
