using System.Xml.Linq;

namespace MLTransfer.Tests.Package;

/// <summary>
/// What users do: one program with the package trains and saves, another without it loads and predicts. The second needs the four packages below
/// and nothing else; on Linux, too, as Microsoft.ML.ImageAnalytics brings SkiaSharp's native library along.
/// </summary>
[Collection(nameof(PackedLibrary))]
public sealed class OutsideProgramTests(PackedLibrary packed) : IDisposable
{
    private const string Training = """
        using MLTransfer;

        using TransferResult result = TransferPipeline.FromFolder(args[0])
            .Split(validation: .15, test: .15)
            .ExtractFeatures(Backbone.ResNet18)
            .Run();
        result.Model.Save(args[1]);
        result.Model.SaveOnnx(args[2]);
        Console.WriteLine($"{result.Transformer.TrainingImageCount} images, accuracy {result.Test.MicroAccuracy}");

        using var classifier = ImageClassifier.Load(args[2]);
        foreach (ImagePrediction prediction in classifier.PredictMany(args[3..]))
            Console.WriteLine(prediction.Label);

        // Without libtorch, which is an application's choice.
        try
        {
            TransferPipeline.FromFolder(args[0]).FineTune().Run();
        }
        catch (TorchRuntimeException e)
        {
            Console.WriteLine(e.Message);
        }
        """;

    private const string Loading = """
        using Microsoft.ML;

        var ml = new MLContext();
        ITransformer model = ml.Model.Load(args[0], out _);
        var engine = ml.Model.CreatePredictionEngine<Photo, Prediction>(model);
        foreach (string path in args[1..])
            Console.WriteLine(engine.Predict(new Photo { ImagePath = path }).PredictedLabel);

        class Photo
        {
            public string ImagePath { get; set; } = "";
        }

        class Prediction
        {
            public string PredictedLabel { get; set; } = "";
        }
        """;

    private static readonly string[] Classes = ["bicycle", "fish", "mug"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_program_with_the_package_trains_and_one_without_it_predicts()
    {
        DotnetCommand.Require();
        string photos = CopyPictures(perClass: 6);
        string zip = _folder["pictures.zip"], onnx = _folder["pictures.onnx"];
        string[] unseen = [.. Classes.Select(c => Path.Combine(Pictures, c, $"{c}-020.jpg"))];

        OutsideProgram trainer = await BuildTrainer();
        string[] trained = await trainer.Run([photos, zip, onnx, .. unseen]);
        Assert.Contains("images, accuracy", trained[0], StringComparison.Ordinal);
        Assert.Equal(Classes, trained[1..^1]);
        Assert.Contains("<PackageReference Include=\"libtorch-cpu-", trained[^1], StringComparison.Ordinal);

        OutsideProgram loader = await OutsideProgram.Build(
            _folder.Path, "Loader", Loading, properties: "",
            ("Microsoft.ML", "5.0.1"), ("Microsoft.ML.ImageAnalytics", "5.0.1"),
            ("Microsoft.ML.OnnxTransformer", "5.0.1"), ("Microsoft.ML.OnnxRuntime", "1.31.1"));
        Assert.Equal(Classes, await loader.Run([zip, .. unseen]));
        Assert.Empty(Directory.GetFiles(loader.Output, "MLTransfer*", SearchOption.AllDirectories));
    }

    public void Dispose() => _folder.Dispose();

    private static string Pictures => Path.Combine(Repository.Root, "assets", "pictures");

    private async Task<OutsideProgram> BuildTrainer()
    {
        // One more source beside those that the machine is set up with.
        var source = new XElement("add", new XAttribute("key", "packed"), new XAttribute("value", packed.Feed));
        new XElement("configuration", new XElement("packageSources", source)).Save(_folder["NuGet.config"]);
        // The package under test is unpacked into the temporary folder. All others are used from where they are.
        string locals = await DotnetCommand.Run(_folder.Path, "nuget", "locals", "global-packages", "--list");
        string properties = $"""
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>{_folder["packages"]}</RestorePackagesPath>
                <RestoreFallbackFolders>{locals[(locals.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}</RestoreFallbackFolders>
            """;
        return await OutsideProgram.Build(
            _folder.Path, "Trainer", Training, properties, ("MLTransfer", packed.Version), ("Microsoft.ML.DnnImageFeaturizer.ResNet18", "0.23.1"));
    }

    private string CopyPictures(int perClass)
    {
        foreach (string label in Classes)
        {
            Directory.CreateDirectory(_folder[Path.Combine("photos", label)]);
            foreach (string file in Directory.GetFiles(Path.Combine(Pictures, label)).Order(StringComparer.Ordinal).Take(perClass))
                File.Copy(file, _folder[Path.Combine("photos", label, Path.GetFileName(file))]);
        }

        return _folder["photos"];
    }
}
