namespace MLTransfer.Benchmarks.Fuzz.Targets;

/// <summary>A classifier as an ONNX file: loaded, and asked for a prediction.</summary>
internal sealed class ModelTarget(string folder) : FuzzTarget
{
    private static readonly ImageClassifierOptions OneThread = new() { Threads = 1 };

    private readonly string _photo = JpegFiles.In(OwnPictures.Folder).First();

    protected override byte[] Mutate(int number, Random random)
        => number % 2 == 0 ? base.Mutate(number, random) : NetworkMutation.Of(Seeds[0], random);

    public override bool Read(byte[] file) => Read(file, folder, _photo);

    public static bool Read(byte[] file, string folder, string photo)
    {
        string path = Path.Combine(folder, "mutated.model");
        File.WriteAllBytes(path, file);
        using var classifier = ImageClassifier.Load(path, OneThread);
        float sum = classifier.Predict(photo).Scores.Values.Sum();
        Require(Math.Abs(sum - 1) < 1e-3f, "probabilities that do not sum to one");
        return true;
    }
}
