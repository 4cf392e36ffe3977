using BenchmarkDotNet.Running;
using MLTransfer;
using MLTransfer.Benchmarks;

const string Help = """
    dotnet run -c Release --project tests/MLTransfer.Benchmarks -- COMMAND

    extraction   Feature extraction with ResNet18 beside ONNX Runtime alone and beside ML.NET's own transformers.
      --data FOLDER   JPEG files, in any subfolders. Default: assets/pictures
      --images N      how many of them, spread evenly; each takes 0.6 MB of memory. Default: 256
      --rounds R      how often each contestant runs. Default: 5
      --threads T     how many threads each may use. Default: one a processor
    micro        The pieces, with BenchmarkDotNet. What follows goes to its switcher: --filter '*', --list flat, --job short ...
    help         This text.
    """;

switch (args)
{
    case [] or ["help" or "--help" or "-h", ..]:
        Console.WriteLine(Help);
        return 0;
    case ["micro", .. var options]:
        BenchmarkSwitcher.FromAssembly(typeof(ExtractionRace).Assembly).Run(options);
        return 0;
    case ["extraction", .. var options]:
        try
        {
            ExtractionRace.Run(RaceOptions.Parse(options));
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or IOException or MLTransferException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

    default:
        Console.Error.WriteLine($"There is no command '{args[0]}'; 'help' lists them.");
        return 2;
}
