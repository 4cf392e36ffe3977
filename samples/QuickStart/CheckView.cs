using Samples;
using Spectre.Console;

namespace QuickStart;

/// <summary>Shows a few predictions, and whether the saved files make the same ones.</summary>
/// <param name="console">Where to.</param>
/// <param name="folder">The folder of pictures, which their names are shown relative to.</param>
internal sealed class CheckView(IAnsiConsole console, string folder)
{
    public void Show(ModelCheck check, ModelFiles files)
    {
        console.MarkupLine("[bold]some predictions:[/]");
        Table table = TextTable.Create(["picture", "is", "prediction"], ["probability"]);
        foreach (CheckedPicture row in check.Pictures)
        {
            table.AddTexts(
                Path.GetRelativePath(folder, row.Picture.ImagePath), row.Picture.Label, row.Trained.Label, $"{row.Trained.Probability:f3}");
        }

        console.Write(table);

        console.MarkupLine("[bold]the same predictions from the saved files:[/]");
        ShowAgreement("quickstart.zip", check.Pictures, row => row.Zip);
        ShowAgreement("quickstart.onnx", check.Pictures, row => row.Onnx);
        // ML.NET shrinks pictures in its own way, so its probabilities differ a little.
        ShowAgreement("quickstart.zip in ML.NET alone", check.Pictures, row => row.Stock);
        if (!check.FilesAgree)
            console.WriteLine("The saved files do not predict what the trained classifier does: do not use them.");
        // Past Spectre.Console, which would break a long path into lines that cannot be copied.
        console.Profile.Out.Writer.WriteLine($"saved {files.Zip}");
        console.Profile.Out.Writer.WriteLine($"saved {files.Onnx}");
        console.Profile.Out.Writer.WriteLine($"report, to be opened in a browser: {files.Report}");
    }

    private void ShowAgreement(string what, IReadOnlyList<CheckedPicture> pictures, Func<CheckedPicture, Comparison> comparison)
    {
        int same = pictures.Count(row => comparison(row).SameLabel);
        float difference = pictures.Max(row => comparison(row).Difference);
        string probabilities = difference == 0 ? "the same probabilities" : $"probabilities within {difference:g2}";
        console.WriteLine($"  {what,-30}  {same} of {pictures.Count} labels, {probabilities}");
    }
}
