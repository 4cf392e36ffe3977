namespace MLTransfer.Tests.Backbones.Weights;

/// <summary>Weights that lie on the disk already.</summary>
public sealed class KeptWeightsTests
{
    private static readonly byte[] Published = TinyStore.Content();
    private static readonly byte[] Other = TinyStore.Content(seed: 2);

    [Fact]
    public void A_file_that_was_put_there_is_used_without_a_connection()
    {
        using var store = new TinyStore();
        store.Put(Published);
        Assert.Equal(store.Path, store.Find(o => o with { Offline = true }));
        Assert.Equal(store.Path, store.Find());
        Assert.Empty(store.Server.Asks);
        // Nor is anything written where nothing is missing: the folder may be read-only.
        Assert.Equal([store.Path], Directory.GetFiles(store.Folder["weights"]));
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(299_999)]
    [InlineData(0)]
    public void A_damaged_file_is_set_aside_and_comes_anew(int length)
    {
        using var store = new TinyStore();
        store.Put(Other[..length]);
        Assert.Equal(store.Path, store.Find());
        Assert.Equal(Published, File.ReadAllBytes(store.Path));
        Assert.Equal(Other[..length], File.ReadAllBytes($"{store.Path}.damaged"));
        Assert.Equal([store.Path, $"{store.Path}.damaged"], store.Files());
    }

    [Fact]
    public void Without_a_connection_a_damaged_file_stays_and_is_an_error()
    {
        using var store = new TinyStore();
        store.Put(Other);
        string message = store.Fail(o => o with { Offline = true }).Message;
        Assert.Contains(store.Path, message, StringComparison.Ordinal);
        Assert.Contains(TinyStore.Md5Of(Other), message, StringComparison.Ordinal);
        Assert.Equal([store.Path], store.Files());
    }

    [Fact]
    public void Without_a_connection_a_missing_file_is_an_error_that_says_what_to_put_where()
    {
        using var store = new TinyStore();
        WeightsException error = store.Fail(o => o with { Offline = true });
        Assert.Equal(store.Folder["weights"], error.Folder);
        string order = $"put it into {error.Folder} as tiny.h5";
        foreach (string part in (string[])[store.File.Address.ToString(), "300.0 KB", store.File.Md5!, order, "Offline", "MLTRANSFER_OFFLINE"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Empty(store.Server.Asks);
        Assert.Empty(Directory.GetFileSystemEntries(store.Folder.Path));
    }

    [Fact]
    public void A_file_is_checked_once_in_a_process_and_again_when_it_has_changed()
    {
        using var store = new TinyStore();
        store.FindsIt();
        DateTime time = File.GetLastWriteTimeUtc(store.Path);
        File.WriteAllBytes(store.Path, Other);
        File.SetLastWriteTimeUtc(store.Path, time);
        store.Find();
        Assert.Single(store.Server.Asks);
        Assert.Equal(Other, File.ReadAllBytes(store.Path));

        File.SetLastWriteTimeUtc(store.Path, time.AddSeconds(2));
        store.Find();
        Assert.Equal(2, store.Server.Asks.Length);
        Assert.Equal(Published, File.ReadAllBytes(store.Path));
    }

    [Fact]
    public void What_was_checked_against_one_hash_is_not_taken_as_checked_against_another()
    {
        using var store = new TinyStore();
        store.FindsIt();
        Assert.Throws<WeightsException>(() => store.Find(o => o with { Offline = true }, store.File with { Md5 = TinyStore.Md5Of(Other) }));
    }

    [Fact]
    public void A_published_Sha256_is_what_counts()
    {
        using var store = new TinyStore();
        store.Find(file: store.File with { Sha256 = TinyStore.Sha256Of(Published).ToUpperInvariant(), Md5 = TinyStore.Md5Of(Other) });
        Assert.Equal(Published, File.ReadAllBytes(store.Path));
        string sha = TinyStore.Sha256Of(Other);
        Assert.Contains(sha, store.Fail(o => o with { Offline = true }, store.File with { Sha256 = sha }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_hash_was_published_the_size_must_do()
    {
        using var store = new TinyStore();
        var file = store.File with { Md5 = null };
        store.Put(Other);
        Assert.Equal(store.Path, store.Find(file: file));
        store.Put(Other[1..]);
        Assert.Equal(store.Path, store.Find(file: file));
        Assert.Equal(Published, File.ReadAllBytes(store.Path));
    }

    [Fact]
    public void Where_nothing_was_published_a_web_page_does_not_pass_for_the_file()
    {
        byte[] page = "<!DOCTYPE html><html><body>Please sign in.</body></html>"u8.ToArray();
        using var store = new TinyStore(Answers.Whole(page), Answers.Good(Published));
        var file = store.File with { Md5 = null, Bytes = 0 };
        Assert.Contains("no HDF5 file", store.Fail(file: file).Message, StringComparison.Ordinal);
        Assert.Empty(store.Files());
        store.Put(page);
        Assert.Equal(store.Path, store.Find(file: file));
        Assert.Equal(Published, File.ReadAllBytes(store.Path));
    }

    [Fact]
    public void A_file_of_the_users_own_is_used_as_it_is()
    {
        using var store = new TinyStore();
        string own = store.Folder["own.h5"];
        File.WriteAllBytes(own, Other);
        Assert.Equal(own, Named(store, own));
        var error = Assert.Throws<WeightsException>(() => Named(store, store.Folder["typo.h5"]));
        Assert.Contains(store.Folder["typo.h5"], error.Message, StringComparison.Ordinal);
        Assert.Empty(store.Server.Asks);
        Assert.Equal(store.Path, Named(store, null));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        Refused(new() { Folder = "" }, "Folder");
        Refused(new() { MaxAttempts = 0 }, "MaxAttempts");
        Refused(new() { FirstDelay = TimeSpan.FromTicks(-1) }, "FirstDelay");
        Refused(new() { MaxDelay = TimeSpan.FromDays(2) }, "MaxDelay");
        Refused(new() { StallTimeout = TimeSpan.Zero }, "StallTimeout");
        Refused(new() { StallTimeout = TimeSpan.MaxValue }, "StallTimeout");
        Refused(new() { MaxBytes = 0 }, "MaxBytes");
        using var handler = new SocketsHttpHandler();
        Refused(new() { Proxy = new System.Net.WebProxy(), Handler = handler }, "Proxy");
    }

    private static void Refused(WeightStoreOptions options, string name)
        => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => new WeightStore(options)).ParamName);

    private static string Named(TinyStore store, string? path) => new WeightStore(store.Options).Find(store.File, path);
}
