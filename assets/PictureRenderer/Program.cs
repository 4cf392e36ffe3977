using System.Globalization;
using PictureRenderer;
using PictureRenderer.Objects;
using SkiaSharp;

const int JpegQuality = 72; // keeps the whole set below 3.5 MB
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
    case [string folder, .. string[] options] when !folder.StartsWith('-') && options.Length % 2 == 0:
        RenderSet(folder, Number(options, "--seed", 1), Number(options, "--count", 48), Text(options, "--sheet"));
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

void RenderSet(string folder, int seed, int count, string? sheet)
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
        for (int i = 1; i <= count; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{subject.Name}-{i:000}");
            string file = Path.Combine(classFolder, name + ".jpg");
            using SKBitmap picture = new Scene(subject, Dice.For(seed, name)).Render();
            Save(picture, file, SKEncodedImageFormat.Jpeg, JpegQuality);
            files.Add(file);
        }
        rows.Add(files);
    }

    if (sheet is not null)
    {
        using SKBitmap page = ContactSheet.Of(rows, columns: 12);
        Save(page, sheet, SKEncodedImageFormat.Png, 100);
    }
    long bytes = rows.SelectMany(files => files).Sum(file => new FileInfo(file).Length);
    Console.WriteLine($"{classes.Length} classes x {count} pictures, {bytes / 1e6:0.00} MB, in {folder}");
}

static void Save(SKBitmap bitmap, string file, SKEncodedImageFormat format, int quality)
{
    using SKData data = bitmap.Encode(format, quality);
    File.WriteAllBytes(file, data.ToArray());
}

static string? Text(string[] options, string name) => Array.IndexOf(options, name) is >= 0 and int i ? options[i + 1] : null;

static int Number(string[] options, string name, int otherwise) =>
    Text(options, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
