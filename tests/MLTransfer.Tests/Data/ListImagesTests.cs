namespace MLTransfer.Tests.Data;

public sealed class ListImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ListImagesTests()
    {
        foreach (string name in (string[])["b.jpg", "a.PNG", "below/c.heic", "notes.txt", ".hidden.jpg", "__MACOSX/d.jpg"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllText(_folder[name], "");
        }
    }

    [Fact]
    public void Images_are_listed_below_too_without_what_is_hidden_or_left_behind()
        => Assert.Equal([_folder["a.PNG"], _folder["b.jpg"], _folder[Path.Combine("below", "c.heic")]], ImageFolder.ListImages(_folder.Path));

    [Fact]
    public void The_options_say_what_is_taken()
    {
        Assert.Equal([_folder["a.PNG"], _folder["b.jpg"]], ImageFolder.ListImages(_folder.Path, new ImageFolderOptions { Recursive = false }));
        Assert.Contains(_folder[".hidden.jpg"], ImageFolder.ListImages(_folder.Path, new ImageFolderOptions { IncludeHidden = true }));
        Assert.Equal([_folder["notes.txt"]], ImageFolder.ListImages(_folder.Path, new ImageFolderOptions { Extensions = [".txt"] }));
    }

    [Fact]
    public void A_folder_that_is_not_there_or_is_a_file_is_an_error_and_an_empty_one_is_not()
    {
        Assert.Contains("does not exist", MessageFor("none"), StringComparison.Ordinal);
        Assert.Contains("is a file", MessageFor("b.jpg"), StringComparison.Ordinal);
        Assert.Empty(ImageFolder.ListImages(Directory.CreateDirectory(_folder["empty"]).FullName));

        string MessageFor(string name) => Assert.Throws<ImageFolderException>(() => ImageFolder.ListImages(_folder[name])).Message;
    }

    public void Dispose() => _folder.Dispose();
}
