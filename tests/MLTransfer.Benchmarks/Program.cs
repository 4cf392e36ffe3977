using BenchmarkDotNet.Running;
using MLTransfer;
using MLTransfer.Benchmarks;
using MLTransfer.Benchmarks.FineTuning;
using MLTransfer.Benchmarks.Fuzz;
using MLTransfer.Benchmarks.Kill;
using MLTransfer.Benchmarks.Scale;
using MLTransfer.Benchmarks.Table;
using MLTransfer.Benchmarks.WebApi;

const string Help = """
    dotnet run -c Release --project tests/MLTransfer.Benchmarks -- COMMAND

    extraction   Feature extraction with ResNet18 beside ONNX Runtime alone and beside ML.NET's own transformers.
      --data FOLDER   JPEG files, in any subfolders. Default: assets/pictures
      --images N      how many of them, spread evenly; each takes 0.6 MB of memory. Default: 256
      --rounds R      how often each contestant runs. Default: 5
      --threads T     how many threads each may use. Default: one a processor
    finetuning   Epochs of fine-tuning layer4 of ResNet18 from cached activations, in float32 and bfloat16, beside TorchSharp's own
                 modules on batches in memory. Options as above; the photos are in class folders.
    job          Feature extraction and fine-tuning as one run, with times, accuracies and peak memory.
      --data FOLDER   photos in class folders, or in train, validation and test folders of these. Default: assets/pictures
      --images N      how many of them, spread evenly. Default: all
      --backbone B    a network of Keras, such as VGG16, in place of ResNet18; with --weights FILE (.h5; default: the released ones),
                      --size N (of its images) and --alpha A (of MobileNetV2)
      --cut T         the stage or tensor that gives the features. Default: the end of the network
      --epochs N      epochs of fine-tuning, 0 for feature extraction alone. Default: 5
      --unfreeze S    the stage that learns, with all above it. Default: layer4
      --precision P   the arithmetic of the frozen part, float32 or int8. Default: float32
      --training P    the arithmetic of what learns, float32 or bfloat16. Default: the faster one
      --keep-tuned    the fine-tuned model is the result, better or not
      --seed N        decides on the split and on what training draws. Default: 1
      --validation V  the share that chooses the epoch. Default: 0.2
      --test T        the share that measures, where the folder has no test photos of its own. Default: 0.15
    stages       Which stage of ResNet18 tells the photos apart: what ProbeStages says of the training photos, and the accuracy on test photos of
                 a run cut at each place. Options as of extraction; --rounds is how many splits, each by another seed.
    memory       The same on 2,000 photos for 2 epochs, a tenth of them for validation; exit code 1 if it took more than 2 GB.
                 Options as above.
    scale        Extraction of ever more images through a network that costs next to nothing: speed, allocations, peak memory; exit code 1 if
                 memory grows by more than a few bytes of bookkeeping for each image.
      --data FOLDER   JPEG files in class folders, of which all images are made: copies that differ in a comment. Default: assets/pictures
      --sizes N,N     how many images, each as a process of its own; so many copies of photos on disk. Default: 1000,10000,100000
      --threads T     how many threads it may use. Default: one a processor
    table        The side-by-side table, in one sitting, beside the peers: times of all contestants in turn, medians and ratios. Each part
                 replaces its own sections of docs/benchmarks.md. A peer that is not installed is left out, and the table says so.
      PARTS           extraction, jobs (or one of features-job and finetuning-job), serving, accuracy. Default: all, half an hour on 2 cores
      --data FOLDER   photos in class folders; may be given again. Default: the folders of ../shared/data that each part is about
      --images N      how many of them, spread evenly. Default: 400 for extraction and serving, else all
      --rounds R      how often each contestant runs; for accuracy, how many seeds. Default: 3, for jobs 2
      --threads T     how many threads each may use. Default: one a processor
      --shared FOLDER where data, weights and peers are. Default: ../shared
      --peer FILE     the job as a PyTorch program. Default: peers/torch_transfer.py in the shared folder
      --python FILE   the Python that has torch and torchvision. Default: /usr/bin/python3
      --output FILE   the document. Default: docs/benchmarks.md
    webapi       The sample WebApi as a process of its own under load, with hostile uploads among the photos: requests a second, times, memory. Replaces
                 its own section of docs/benchmarks.md; exit code 1 if a request went otherwise than it had to.
      --data FOLDER   JPEG files in class folders; a classifier is trained on them first. Default: assets/pictures
      --images N      how many of them, spread evenly. Default: 200
      --clients N     how many send at once. Default: 16
      --seconds N     how long. Default: 30
      --batches N,N   the most photos that the server predicts together, one run after the other; 1 for each by itself. Default: 16,1
      --output FILE   the document. Default: docs/benchmarks.md
    fuzz         Files that were damaged or changed on purpose, thousands of every kind that the library reads: how many were still usable, how
                 many were refused by an error of the library, and findings (anything else: another error, a wrong result, a crash, more than
                 60 s, too much memory). Exit code 1 if there are any.
      --targets T,T   the kinds of files. Default: all
      --inputs N      how many of each kind. Default: 2000
      --first N       the number of the first. Default: 0
      --seed N        decides on all of them. Default: 1
      --keep FOLDER   where the input of each finding is written
    kill         Feature extraction and fine-tuning of a small network, killed (as kill -9 does) at random moments and started again: in which
                 phases it was killed, what was done again, and whether every model was that of a run which was never killed, bit for bit.
                 Exit code 1 if not.
      --runs N        how many runs are killed, each once. Default: 50
      --first N       the number of the first. Default: 0
      --seed N        decides on the moments. Default: 1
    micro        The pieces, with BenchmarkDotNet. What follows goes to its switcher: --filter '*', --list flat, --job short ...
    help         This text.
    """;

try
{
    switch (args)
    {
        case [] or ["help" or "--help" or "-h", ..]:
            Console.WriteLine(Help);
            return 0;
        case ["micro", .. var options]:
            BenchmarkSwitcher.FromAssembly(typeof(ExtractionRace).Assembly).Run(options);
            return 0;
        case ["extraction", .. var options]:
            ExtractionRace.Run(RaceOptions.Parse(options));
            return 0;
        case ["table", .. var options]:
            BenchmarkTable.Run(TableOptions.Parse(options));
            return 0;
        case ["finetuning", .. var options]:
            FineTuningRace.Run(RaceOptions.Parse(options));
            return 0;
        case ["stages", .. var options]:
            StageProbing.Run(RaceOptions.Parse(options));
            return 0;
        case ["job", .. var options]:
            return Job.Run(JobOptions.Parse(new JobOptions(), options)) ? 0 : 1;
        case ["memory", .. var options]:
            var defaults = new JobOptions { Images = 2000, Epochs = 2, Validation = .1, Test = 0, MemoryLimit = 2_000_000_000 };
            return Job.Run(JobOptions.Parse(defaults, options)) ? 0 : 1;
        case ["scale", .. var options]:
            return ScaleTest.Run(ScaleOptions.Parse(options)) ? 0 : 1;
        case ["webapi", .. var options]:
            return WebApiLoad.Run(LoadOptions.Parse(options)) ? 0 : 1;
        case ["fuzz", .. var options]:
            return FuzzRun.Run(FuzzOptions.Parse(options)) ? 0 : 1;
        case ["fuzz-run", var target, var folder, var seed, var first, var end]:
            FuzzChild.Run(target, folder, int.Parse(seed), int.Parse(first), int.Parse(end));
            return 0;
        case ["kill", .. var options]:
            return KillTest.Run(KillOptions.Parse(options)) ? 0 : 1;
        case ["kill-run", var network, var photos, var workspace, var output]:
            KillChild.Run(network, photos, workspace, output);
            return 0;
        case ["scale-run", var folder, var workspace, var threads]:
            ScaleRun.Run(folder, workspace, OptionValue.Number("threads", threads));
            return 0;
        default:
            Console.Error.WriteLine($"There is no command '{args[0]}'; 'help' lists them.");
            return 2;
    }
}
catch (Exception e) when (e is ArgumentException or IOException or FormatException or MLTransferException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
