using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PictureRenderer;
using PictureRenderer.Objects;
using SkiaSharp;

const int JpegQuality = 82; // keeps the whole set below 3.5 MB
const string Usage = """
    usage: PictureRenderer <folder> [--seed <number>] [--count <pictures a class>] [--sheet <file.png>]
           PictureRenderer --icon <file.png>
    """;

IObject[] classes = [new Bicycle(), new Fish(), new House(), new Mug(), new Sailboat(), new Tree()];

switch (args)
{
    case ["--icon", string file]:
        using (SKBitmap icon = Icon.Render())
            Save(icon, file, SKEncodedImageFormat.Png, 100);
        return 0;
    case [string folder, .. string[] options] when !folder.StartsWith('-') && TryRead(options, out Options? read):
        RenderSet(folder, read);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

void RenderSet(string folder, Options options)
{
    List<IReadOnlyList<string>> rows = [];
    foreach (IObject subject in classes)
    {
        string classFolder = Path.Combine(folder, subject.Name);
        Directory.CreateDirectory(classFolder);
        // Only our own pictures are replaced: a set of fewer pictures must not keep old ones, nor a wrong folder lose its files.
        foreach (string old in Directory.GetFiles(classFolder, $"{subject.Name}-*.jpg"))
            File.Delete(old);
        List<string> files = [];
        for (int i = 1; i <= options.Count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{subject.Name}-{i:000}");
            string file = Path.Combine(classFolder, name + ".jpg");
            using SKBitmap picture = new Scene(subject, Dice.For(options.Seed, name)).Render();
            Save(picture, file, SKEncodedImageFormat.Jpeg, JpegQuality);
            files.Add(file);
        }
        rows.Add(files);
    }

    if (options.Sheet is { } sheet)
    {
        using SKBitmap page = ContactSheet.Of(rows, columns: 12);
        Save(page, sheet, SKEncodedImageFormat.Png, 100);
    }
    long bytes = rows.SelectMany(files => files).Sum(file => new FileInfo(file).Length);
    Console.WriteLine($"{classes.Length} classes x {options.Count} pictures, {bytes / 1e6:0.00} MB, in {folder}");
}

static void Save(SKBitmap bitmap, string file, SKEncodedImageFormat format, int quality)
{
    using SKData data = bitmap.Encode(format, quality);
    File.WriteAllBytes(file, data.ToArray());
}

static bool TryRead(string[] arguments, [NotNullWhen(true)] out Options? options)
{
    options = new Options();
    foreach (string[] pair in arguments.Chunk(2))
    {
        options = pair switch
        {
            ["--seed", string text] when int.TryParse(text, CultureInfo.InvariantCulture, out int seed) =>
                options with { Seed = seed },
            ["--count", string text] when int.TryParse(text, CultureInfo.InvariantCulture, out int count) && count > 0 =>
                options with { Count = count },
            ["--sheet", string file] => options with { Sheet = file },
            _ => null,
        };
        if (options is null)
            return false;
    }
    return true;
}

internal sealed record Options(int Seed = 1, int Count = 48, string? Sheet = null);
