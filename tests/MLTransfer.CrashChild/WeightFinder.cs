using System.Globalization;
using MLTransfer;
using MLTransfer.Backbones;

/// <summary>Finds a file of weights in the default store. Says that it begins, and then its path, or why there is none.</summary>
internal static class WeightFinder
{
    public static void Run(string name, string address, string md5, string bytes)
    {
        Console.WriteLine("begins");
        var file = new WeightFile(name, new Uri(address), md5, null, long.Parse(bytes, CultureInfo.InvariantCulture));
        try
        {
            Console.WriteLine(WeightStore.Default.Find(file));
        }
        catch (WeightsException e)
        {
            Console.WriteLine(e.Message);
        }
    }
}
