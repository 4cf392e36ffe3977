using MLTransfer.Data;
using MLTransfer.Extraction;

namespace MLTransfer.Tests.Extraction;

public sealed class ActivationBudgetTests : IDisposable
{
    private const long BytesPerImage = 32 + 6 * 16 * 16 * 2 + 4;
    private readonly TinyExtraction _tiny = new();
    private readonly List<string> _asked = [];

    [Theory]
    [InlineData(2000, 5, "Activations of 2,000 images x 5 versions at layer3 take about 31.1 MB in ")]
    [InlineData(1, 1, "Activations of 1 image at layer3 take about 3.1 KB in ")]
    [InlineData(1_000_000, 100, "Activations of 1,000,000 images x 100 versions at layer3 take about 310.8 GB in ")]
    public void What_will_be_taken_is_said(long images, int versions, string message)
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(Precision.Float16);
        Check(extractor, images, versions, long.MaxValue);
        Assert.Contains($"Info: {message}{extractor.Activations!.Folder}.", _tiny.Messages);
        Assert.Equal([extractor.Activations.Folder!], _asked);
        Assert.False(Directory.Exists(_tiny.Folder["workspace"]));
    }

    [Fact]
    public void A_disk_with_too_little_space_is_refused_before_anything_is_written()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(Precision.Float16);
        long need = 2000 * 5 * BytesPerImage;
        Check(extractor, 2000, 5, need);
        Check(extractor, 2000, 5, null);
        var error = Assert.Throws<WorkspaceException>(() => Check(extractor, 2000, 5, need - 1));
        FullDiskTests.AssertHelpful(Assert.Throws<WorkspaceException>(() => Check(extractor, 2000, 5, 20_000)), _tiny.Folder["workspace"]);
        Assert.Contains("31.1 MB", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tiny.Folder["workspace"]));
    }

    [Fact]
    public void What_is_there_already_need_not_fit_again()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(Precision.Float16);
        extractor.ExtractAll(TinyExtraction.Photos(10).Plain());
        Check(extractor, 10, 1, 0);
        Check(extractor, 5, 1, 0);
        Check(extractor, 6, 2, 2 * BytesPerImage);
        Assert.Throws<WorkspaceException>(() => Check(extractor, 6, 2, 2 * BytesPerImage - 1));
        Assert.Contains(_tiny.Messages, m => m.EndsWith(
            ", less what is there already (those of 10 versions of images, which may be these or others).", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_is_kept_nothing_is_said()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(options: _tiny.WithoutCache);
        Check(extractor, 1_000_000, 100, 0);
        Assert.Empty(_tiny.Messages);
        Assert.Empty(_asked);
    }

    [Fact]
    public void The_drive_is_asked_also_for_a_folder_that_is_yet_to_be_made()
    {
        using FeatureExtractor extractor = _tiny.OpenTapped(Precision.Float16);
        var budget = new ActivationBudget(extractor.Activations!);
        budget.Check(_tiny.ML.Data.GetEnvironment(), 1, 1, "layer3");
        Assert.Throws<WorkspaceException>(() => budget.Check(_tiny.ML.Data.GetEnvironment(), 100_000_000_000, 10_000, "layer3"));
    }

    public void Dispose() => _tiny.Dispose();

    private void Check(FeatureExtractor extractor, long images, int versions, long? free)
    {
        var budget = new ActivationBudget(extractor.Activations!, FreeSpace);
        budget.Check(_tiny.ML.Data.GetEnvironment(), images, versions, "layer3");

        long? FreeSpace(string folder)
        {
            _asked.Add(folder);
            return free;
        }
    }
}
