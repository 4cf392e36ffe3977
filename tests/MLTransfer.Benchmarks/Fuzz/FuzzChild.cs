using System.Diagnostics;
using System.Globalization;

namespace MLTransfer.Benchmarks.Fuzz;

/// <summary>Reads mutated files one after the other, in a process that may die of it. Says which one it begins, and then what became of it.</summary>
internal static class FuzzChild
{
    /// <summary>Stands before the number of the file that is begun; what native code may print stands before no line.</summary>
    public const string Begins = "begins ";

    /// <summary>Stands before an outcome.</summary>
    public const string Ends = "ends ";

    // A single reading that asks for more is a finding, and must not take the machine down.
    private const string HeapLimit = "0x60000000";

    public static void Run(string name, string folder, int seed, int first, int end)
    {
        FuzzTarget target = FuzzTargets.Create(name, folder);
        foreach (byte[] whole in target.Seeds)
        {
            if (!target.Read(whole))
                throw new IOException($"{name}: a whole file is refused, so this says nothing.");
        }

        using Stream output = Console.OpenStandardOutput();
        using var writer = new StreamWriter(output) { AutoFlush = true };
        for (int number = first; number < end; number++)
        {
            writer.WriteLine(Begins + number.ToString(CultureInfo.InvariantCulture));
            writer.WriteLine(Ends + FuzzCase.Run(target, seed, number).ToLine());
        }
    }

    /// <summary>Begins to do the same in a new process.</summary>
    public static Process Start(string name, string folder, int seed, int first, int end)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["fuzz-run", name, folder, .. ((int[])[seed, first, end]).Select(n => n.ToString(CultureInfo.InvariantCulture))])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
