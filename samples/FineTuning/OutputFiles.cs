using Microsoft.ML;
using MLTransfer;
using Samples;

namespace FineTuning;

/// <summary>What the sample writes.</summary>
internal sealed class OutputFiles(string folder)
{
    private string Sheet => Path.Combine(folder, "augmentation.png");

    private string Curves => Path.Combine(folder, "learning-curves.png");

    private string Report => Path.GetFullPath(Path.Combine(folder, "report.html"));

    private string Zip => Path.Combine(folder, "best.zip");

    private string Onnx => Path.Combine(folder, "best.onnx");

    /// <summary>Draws augmented versions of the first usable training picture, to be looked at; gives the files written.</summary>
    public IEnumerable<string> SaveContactSheet(MLContext ml, TransferResult result)
    {
        HashSet<string> bad = [.. result.BadImages.Select(image => image.Path)];
        string picture = ml.Data.CreateEnumerable<Picture>(result.Split.Train, reuseRowObject: false)
            .First(p => !bad.Contains(p.ImagePath)).ImagePath;
        ThreeWays.Augmentation.SaveContactSheet(picture, Sheet);
        yield return Sheet;
    }

    /// <summary>Draws the learning curves, where there are any; gives the files written.</summary>
    public IEnumerable<string> SaveLearningCurves(TransferResult result)
    {
        if (result.FineTuning is not { Epochs.Count: > 0 })
            yield break;
        result.SaveLearningCurves(Curves);
        yield return Curves;
    }

    /// <summary>Writes the report of a way, with its numbers beside it; gives the page.</summary>
    public string WriteReport(TransferResult result)
    {
        result.WriteReport(Report);
        return Report;
    }

    /// <summary>Saves a classifier; gives the files written.</summary>
    public IEnumerable<string> SaveModel(ImageClassifier model)
    {
        model.Save(Zip);
        yield return Zip;
        model.SaveOnnx(Onnx);
        yield return Onnx;
    }
}
