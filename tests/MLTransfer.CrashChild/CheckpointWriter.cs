using System.Globalization;
using System.Text.Json;
using MLTransfer.Training.FineTuning;

/// <summary>Writes one checkpoint after the other, without end: that of epoch e holds nothing but e. Says the epoch after each.</summary>
internal static class CheckpointWriter
{
    private const int Length = 2_000_000;

    public static void Run(string path)
    {
        for (int epoch = 1; ; epoch++)
        {
            var values = new float[Length];
            Array.Fill(values, epoch);
            var arrays = new Dictionary<string, float[]> { ["values"] = values };
            CheckpointFile.Write(path, "key", new(epoch, arrays, JsonSerializer.SerializeToElement(epoch)));
            Console.WriteLine(epoch.ToString(CultureInfo.InvariantCulture));
        }
    }
}
