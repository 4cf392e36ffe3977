namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>Disks that take no more: errors that say so, and nothing broken left.</summary>
public sealed class StorageFailureTests
{
    private static readonly byte[] Published = TinyStore.Content();

    [Fact]
    public void Too_little_space_is_refused_before_a_request()
    {
        using var store = new TinyStore();
        string? asked = null;
        string message = store.Fail(o => o with { FreeSpace = folder => (asked = folder) is null ? null : Published.Length - 1 }).Message;
        Assert.Contains("it takes 300.0 KB, and 300.0 KB are free", message, StringComparison.Ordinal);
        Assert.Equal(store.Folder["weights"], asked);
        Assert.Empty(store.Server.Asks);
        Assert.Empty(store.Files());
        store.FindsIt(o => o with { FreeSpace = _ => Published.Length });
    }

    [Fact]
    public void What_is_there_already_need_not_fit_again()
    {
        using var store = new TinyStore(Answers.Good(Published, most: 100_000), Answers.Good(Published));
        store.Fail(o => o with { MaxAttempts = 1 });
        long missing = Published.Length - new FileInfo(store.Part).Length;
        store.Fail(o => o with { FreeSpace = _ => missing - 1 });
        store.FindsIt(o => o with { FreeSpace = _ => missing });
    }

    [Fact]
    public void Where_the_space_cannot_be_told_it_is_tried()
    {
        using var store = new TinyStore();
        store.FindsIt(o => o with { FreeSpace = _ => null });
    }

    [Fact]
    public void A_full_disk_is_an_error_and_leaves_nothing_that_fills_it()
    {
        using var store = new TinyStore();
        using var disk = new SmallDisk(store.Folder["disk"], "200k");
        WeightsException error = store.Fail(o => o with { Folder = disk.Path, FreeSpace = _ => null });
        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
        Assert.Equal(["tiny.h5.lock"], Directory.GetFiles(error.Folder).Select(Path.GetFileName));
        Assert.Single(store.Server.Asks);

        Assert.Contains("free", store.Fail(o => o with { Folder = disk.Path }).Message, StringComparison.Ordinal);
        Assert.Single(store.Server.Asks);
        disk.Resize("1m");
        Assert.Equal(Published, File.ReadAllBytes(store.Find(o => o with { Folder = disk.Path })));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_but_one_that_has_the_file_is_not()
    {
        using var store = new TinyStore();
        using var disk = new SmallDisk(store.Folder["disk"], "1m");
        WeightStoreOptions Disk(WeightStoreOptions options) => options with { Folder = disk.Path };
        string path = store.Find(Disk);
        disk.MakeReadOnly();
        Assert.Equal(path, store.Find(Disk));
        WeightsException error = store.Fail(Disk, store.File with { Md5 = TinyStore.Md5Of([]) });
        Assert.Contains(disk.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(Published, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_where_the_folder_should_be_is_an_error()
    {
        using var store = new TinyStore();
        File.WriteAllText(store.Folder["weights"], "");
        Assert.Contains("cannot be used", store.Fail().Message, StringComparison.Ordinal);
        Assert.Empty(store.Server.Asks);
    }

    [Fact]
    public void A_folder_where_the_file_should_be_is_an_error()
    {
        using var store = new TinyStore();
        Directory.CreateDirectory(store.Path);
        Assert.Contains("cannot be used", store.Fail().Message, StringComparison.Ordinal);
        Assert.Empty(store.Files());
    }
}
