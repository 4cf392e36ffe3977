using System.Diagnostics;
using System.Globalization;

namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>The outcome of one mutated file.</summary>
/// <param name="Number">Which one.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Allocated">The managed memory that it allocated, in bytes.</param>
/// <param name="PeakBytes">The peak of the memory that the process has had in RAM so far.</param>
/// <param name="Message">What was wrong; empty where nothing was.</param>
internal sealed record FuzzCase(int Number, FuzzOutcome Outcome, double Milliseconds, long Allocated, long PeakBytes, string Message)
{
    private const char Separator = '\t';
    private const int Fields = 6;

    /// <summary>Reads a mutated file.</summary>
    public static FuzzCase Run(FuzzTarget target, int seed, int number)
    {
        byte[] input = target.Input(seed, number);
        long start = Stopwatch.GetTimestamp(), before = GC.GetTotalAllocatedBytes(precise: true);
        (FuzzOutcome outcome, string message) = Read(target, input);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        if (allocated > target.MostAllocated)
            (outcome, message) = (FuzzOutcome.Finding, $"too much memory: more than {target.MostAllocated >> 20} MB; {message}");
        using var process = Process.GetCurrentProcess();
        return new FuzzCase(number, outcome, milliseconds, allocated, process.PeakWorkingSet64, message);
    }

    /// <summary>Reads what <see cref="ToLine"/> wrote; null for another line.</summary>
    public static FuzzCase? Parse(string line)
        => line.Split(Separator, Fields) is [var number, var outcome, var milliseconds, var allocated, var peak, var message]
            ? new FuzzCase(
                int.Parse(number, CultureInfo.InvariantCulture), Enum.Parse<FuzzOutcome>(outcome),
                double.Parse(milliseconds, CultureInfo.InvariantCulture), long.Parse(allocated, CultureInfo.InvariantCulture),
                long.Parse(peak, CultureInfo.InvariantCulture), message)
            : null;

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Number}{Separator}{Outcome}{Separator}{Milliseconds:F1}{Separator}{Allocated}{Separator}{PeakBytes}{Separator}{Message.ReplaceLineEndings(" ")}");

    private static (FuzzOutcome Outcome, string Message) Read(FuzzTarget target, byte[] input)
    {
        try
        {
            return target.Read(input) ? (FuzzOutcome.Fine, "") : (FuzzOutcome.Refused, "");
        }
        catch (MLTransferException e)
        {
            return (FuzzOutcome.Refused, e.GetType().Name);
        }
        catch (Exception e)
        {
            // Where it came from tells findings apart.
            string place = (e.StackTrace ?? "").Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Contains("MLTransfer.", StringComparison.Ordinal)) ?? "";
            return (FuzzOutcome.Finding, $"{e.GetType().Name} {place.Split(" in ")[0]}: {e.Message}");
        }
    }
}
