using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

/// <summary>A workspace that takes no more is an error for activations; it leaves nothing broken.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();
    private readonly ImageItem[] _items = TinyExtraction.Photos(60).Plain();

    [Fact]
    public void A_full_disk_stops_the_extraction_with_what_to_do_and_keeps_what_was_written()
    {
        // 60 images of 6,180 bytes do not fit.
        using var disk = new SmallDisk(_tiny.Folder["disk"], "200k");
        ExtractionOptions options = _tiny.Options with { WorkspacePath = disk.Path };
        using (FeatureExtractor extractor = _tiny.OpenTapped(options: options))
        {
            var error = Assert.Throws<WorkspaceException>(() => extractor.ExtractAll(_items));
            AssertHelpful(error, disk.Path);
            Assert.NotNull(extractor.Activations!.Problem);
            Assert.Throws<WorkspaceException>(() => extractor.Activations(_items, keep: true));
            Assert.All(extractor.Activations(_items, keep: false), a => Assert.Equal(6 * 16 * 16, a.Length));
        }

        int kept;
        using (FeatureExtractor later = _tiny.OpenTapped(options: options))
        {
            kept = later.Activations!.Count;
            Assert.InRange(kept, 5, 59);
            Assert.Equal(kept, _items.Count(i => later.Activations.IsWhole(i.Key())));
            Assert.Throws<WorkspaceException>(() => later.ExtractAll(_items));
        }

        disk.Resize("2m");
        using (FeatureExtractor roomy = _tiny.OpenTapped(options: options))
            Assert.InRange(roomy.ExtractAll(_items).Count(i => i.FromCache), 1, kept);
        using FeatureExtractor again = _tiny.OpenTapped(options: options);
        Assert.All(again.ExtractAll(_items), i => Assert.True(i.FromCache));
        Assert.Single(Directory.GetFiles(again.Activations!.Folder!, $"*{FeatureFile.Extension}"));
    }

    [Fact]
    public void A_workspace_that_cannot_be_written_is_an_error_where_there_are_activations_to_keep()
    {
        string path = _tiny.Folder["in the way"];
        File.WriteAllText(path, "");
        using FeatureExtractor extractor = _tiny.OpenTapped(options: _tiny.Options with { WorkspacePath = path });
        AssertHelpful(Assert.Throws<WorkspaceException>(() => extractor.ExtractAll(_items)), path);
        AssertHelpful(Assert.Throws<WorkspaceException>(() => extractor.Activations(_items, keep: true)), path);
        Assert.Equal("", File.ReadAllText(path));

        using FeatureExtractor none = _tiny.OpenTapped(options: _tiny.Options with { WorkspacePath = path, Cache = false });
        Assert.All(none.ExtractAll(_items), i => Assert.NotNull(i.Features));
    }

    public void Dispose() => _tiny.Dispose();

    internal static void AssertHelpful(WorkspaceException error, string path)
    {
        Assert.StartsWith(path, error.Folder, StringComparison.Ordinal);
        foreach (string word in (string[])[error.Folder, "KB", "WorkspacePath", "fewer Views", "Cache = false"])
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
        // Those of the images themselves are kept there, too.
        Assert.DoesNotContain("Views = 0", error.Message, StringComparison.Ordinal);
    }
}
