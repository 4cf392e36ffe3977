namespace MLTransfer.Tests.Evaluation.Audit;

/// <summary>Faults put into 200 real photos of flowers, and what an audit finds of them.</summary>
public sealed class PlantedFaultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Flipped_labels_are_among_the_first_suspects()
    {
        string[] photos = Photos();
        string[] classes = [.. photos.Select(Label).Distinct()];
        var flipped = new HashSet<string>();
        for (int i = 0; i < photos.Length; i++)
        {
            string label = Label(photos[i]);
            bool flips = i % 20 == 7;
            if (flips)
                label = classes[(Array.IndexOf(classes, label) + 1 + (i / 20 % 4)) % classes.Length];
            string target = Put(photos[i], label);
            if (flips)
                flipped.Add(target);
        }

        Assert.Equal(10, flipped.Count);
        AuditReport report = Audit();
        string[] suspects = [.. report.Of(AuditFindingKind.LabelSuspect).Take(20).Select(f => f.Paths[0])];
        int found = suspects.Count(flipped.Contains);
        TestContext.Current.SendDiagnosticMessage(
            $"{found} of 10 flipped labels among the first {suspects.Length}, accuracy {report.CrossValidatedAccuracy:f3}");
        Assert.True(found >= 8, $"{found} of 10: {string.Join(", ", suspects)}");
    }

    [Fact]
    public void Near_duplicates_across_the_split_and_broken_files_are_named()
    {
        string[] photos = Photos();
        var copies = new HashSet<(string, string)>();
        for (int i = 0; i < photos.Length; i++)
        {
            string part = (i % 10) switch { 8 => "validation", 9 => "test", _ => "train" };
            string photo = Put(photos[i], Path.Combine(part, Label(photos[i])));
            if (i % 13 != 5)
                continue;
            string copy = _folder[Path.Combine("photos", part == "test" ? "train" : "test", Label(photos[i]), $"copy-{i}.jpg")];
            NearCopy.Write(photo, copy, NearCopy.Kinds[copies.Count % NearCopy.Kinds.Count]);
            copies.Add((photo, copy));
        }

        Assert.Equal(15, copies.Count);
        string[] broken = ["empty.jpg", "page.jpg", "half.jpg"];
        File.WriteAllBytes(Train(broken[0]), []);
        File.WriteAllText(Train(broken[1]), "<html>not found</html>");
        File.WriteAllBytes(Train(broken[2]), File.ReadAllBytes(photos[0])[..2000]);

        AuditReport report = Audit();
        var leaks = report.Of(AuditFindingKind.Leak).ToList();
        int found = leaks.Count(f => copies.Contains((f.Paths[0], f.Paths[1])) || copies.Contains((f.Paths[1], f.Paths[0])));
        int wrong = leaks.Count - found + report.Of(AuditFindingKind.Duplicate).Count();
        TestContext.Current.SendDiagnosticMessage($"{found} of 15 copies, {wrong} others");
        Assert.True(found >= 13, $"{found} of 15");
        Assert.True(wrong <= 2, $"{wrong} pairs that are none");
        Assert.All(leaks, leak => Assert.NotEqual(leak.Parts[0], leak.Parts[1]));
        Assert.Equal(broken.Select(Train).Order(), report.Of(AuditFindingKind.BadImage).Select(f => f.Paths[0]).Order());
        Assert.Equal(215, report.ImageCount);
    }

    private static string[] Photos()
        => [.. Directory.GetFiles(SharedFolder.Require("data/flowers_200"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static string Label(string photo) => Path.GetFileName(Path.GetDirectoryName(photo)!);

    private string Train(string name) => _folder[Path.Combine("photos", "train", "daisy", name)];

    private string Put(string photo, string under)
    {
        string target = _folder[Path.Combine("photos", under, Path.GetFileName(photo))];
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(photo, target);
        return target;
    }

    private AuditReport Audit() => TransferPipeline.FromFolder(_folder["photos"]).ExtractFeatures(Backbone.ResNet18)
        .Configure(o => o with { WorkspacePath = _folder["workspace"] }).Audit(cancellationToken: TestContext.Current.CancellationToken);
}
