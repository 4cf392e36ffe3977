using System.Diagnostics;
using MLTransfer.Data;

namespace MLTransfer.Tests.Serving;

public sealed class SavingTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Forms => ["zip", "onnx"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void It_replaces_an_existing_file_and_leaves_nothing_else(string form)
    {
        File.WriteAllText(_folder["model"], "old");
        Save(form, _folder["model"]);
        using var model = ImageClassifier.Load(_folder["model"]);
        Assert.Equal([_folder["model"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void It_makes_the_folders_that_are_missing(string form)
    {
        Save(form, _folder["a/b/model"]);
        Assert.Equal(["model"], Directory.GetFileSystemEntries(_folder["a/b"]).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_folder_or_a_place_below_a_file_is_an_IOException_that_names_the_path(string form)
    {
        Directory.CreateDirectory(_folder["folder/with"]);
        File.WriteAllText(_folder["file"], "old");
        foreach (string path in new[] { _folder["folder"], _folder["file/model"], Path.GetPathRoot(_folder.Path)! })
        {
            IOException e = Assert.Throws<IOException>(() => Save(form, path));
            Assert.StartsWith($"{path}: the file cannot be written: ", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal("old", File.ReadAllText(_folder["file"]));
        Assert.Equal([_folder["file"], _folder["folder"]], Directory.GetFileSystemEntries(_folder.Path).Order());
    }

    [Fact]
    public void A_folder_that_may_not_be_written_to_is_an_IOException_that_names_the_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /proc, a folder that not even root can write to");
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs /proc, a folder that not even root can write to");
        IOException e = Assert.Throws<IOException>(() => Save("zip", "/proc/self/model.zip"));
        Assert.StartsWith("/proc/self/model.zip: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidOperationException))]
    public void A_write_that_fails_halfway_leaves_the_old_file(Type error)
    {
        File.WriteAllText(_folder["model"], "old");
        Assert.Throws(error, () => AtomicFile.Write(_folder["model"], stream =>
        {
            stream.Write("half"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_folder["model"]));
            throw (Exception)Activator.CreateInstance(error, "the disk is full")!;
        }));
        Assert.Equal("old", File.ReadAllText(_folder["model"]));
        Assert.Equal([_folder["model"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_deleted_meanwhile_does_not_hide_what_went_wrong()
    {
        Directory.CreateDirectory(_folder["gone"]);
        Exception e = Assert.Throws<IOException>(() => AtomicFile.Write(_folder["gone/model"], _ =>
        {
            Directory.Delete(_folder["gone"], recursive: true);
            throw new IOException("the disk is full");
        }));
        Assert.Contains("the disk is full", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_file_is_not_replaced_by_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a named pipe in the file system");
        using (Process mkfifo = Process.Start("mkfifo", [_folder["pipe"]]))
            mkfifo.WaitForExit();
        Assert.Throws<IOException>(() => Save("onnx", _folder["pipe"]));
        Assert.Equal(0, new FileInfo(_folder["pipe"]).Length);
        Assert.Equal([_folder["pipe"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_link_stays_and_its_target_is_written()
    {
        File.WriteAllText(_folder["model"], "old");
        File.CreateSymbolicLink(_folder["link"], _folder["model"]);
        Save("onnx", _folder["link"]);
        Assert.Equal(_folder["model"], new FileInfo(_folder["link"]).LinkTarget);
        Assert.Equal(File.ReadAllBytes(trained.Onnx), File.ReadAllBytes(_folder["model"]));
    }

    [Fact]
    public void A_disposed_classifier_can_still_be_saved()
    {
        var model = ImageClassifier.Load(trained.Onnx);
        model.Dispose();
        model.SaveOnnx(_folder["model"]);
        Assert.Equal(File.ReadAllBytes(trained.Onnx), File.ReadAllBytes(_folder["model"]));
    }

    public void Dispose() => _folder.Dispose();

    private void Save(string form, string path)
    {
        if (form == "zip")
            trained.Model.Save(path);
        else
            trained.Model.SaveOnnx(path);
    }
}
