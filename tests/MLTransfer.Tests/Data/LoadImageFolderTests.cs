using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Data;

public class LoadImageFolderTests
{
    [Fact]
    public void Each_folder_is_a_class_and_rows_are_sorted_ordinally()
    {
        using var tree = new PhotoTree();
        foreach (string path in new[] { "b/2.JPG", "b/10.png", "a/x/deep/1.gif", "a/x.jpeg", "B/1.webp", "a/notes.txt", "labels.csv" })
            tree.Add(path);

        Assert.Equal(["|B|B/1.webp", "|a|a/x.jpeg", "|a|a/x/deep/1.gif", "|b|b/10.png", "|b|b/2.JPG"], tree.LoadLines());
        Assert.Empty(tree.Warnings);
        IDataView view = tree.ML.Data.LoadImageFolder(tree.Path);
        Assert.Equal(["ImagePath", "Label", "Split"], view.Schema.Select(c => c.Name));
        Assert.All(view.Schema, c => Assert.IsType<TextDataViewType>(c.Type));
        Assert.Equal(5, view.GetRowCount());
    }

    [Fact]
    public void Paths_are_absolute_also_from_a_relative_folder_with_a_trailing_separator()
    {
        using var tree = new PhotoTree();
        string photo = tree.Add("a/1.jpg");
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), tree.Path) + Path.DirectorySeparatorChar;
        Assert.Equal(photo, Assert.Single(tree.Rows(tree.ML.Data.LoadImageFolder(relative))).ImagePath);
    }

    [Fact]
    public void Unicode_and_spaces_are_kept()
    {
        using var tree = new PhotoTree();
        tree.Add("Löwenzahn 🌼/foto – Kopie (1).jpg");
        tree.Add("玫瑰/図 1.png");
        Assert.Equal(["|Löwenzahn 🌼|Löwenzahn 🌼/foto – Kopie (1).jpg", "|玫瑰|玫瑰/図 1.png"], tree.LoadLines());
        Assert.All(tree.Load(), p => Assert.True(File.Exists(p.ImagePath)));
    }

    [Fact]
    public void Hidden_files_and_litter_are_passed_over()
    {
        using var tree = new PhotoTree();
        foreach (string path in new[] { "a/1.jpg", "a/.2.jpg", ".git/3.jpg", "__MACOSX/a/4.jpg", "a/._1.jpg", "a/@eaDir/1.jpg", "a/Thumbs.db", "a/desktop.ini" })
            tree.Add(path);
        Assert.Equal(["|a|a/1.jpg"], tree.LoadLines());
        Assert.Equal(["|.git|.git/3.jpg", "|a|a/.2.jpg", "|a|a/1.jpg"], tree.LoadLines(new() { IncludeHidden = true }));
        Assert.Empty(tree.Warnings);
    }

    [Theory]
    [InlineData("jpg"), InlineData("JPEG"), InlineData("jfif"), InlineData("heic"), InlineData("tif"), InlineData("Tiff"), InlineData("avif"), InlineData("svg"), InlineData("jp2")]
    public void Formats_that_cannot_be_decoded_are_taken_too(string extension)
    {
        using var tree = new PhotoTree();
        tree.Add($"a/1.{extension}");
        Assert.Single(tree.Load());
    }

    [Fact]
    public void Options_choose_extensions_and_depth()
    {
        using var tree = new PhotoTree();
        foreach (string path in new[] { "a/1.jpg", "a/2.dat", "a/deep/3.dat" })
            tree.Add(path);
        Assert.Equal(["|a|a/2.dat", "|a|a/deep/3.dat"], tree.LoadLines(new() { Extensions = [".DAT"] }));
        Assert.Equal(["|a|a/1.jpg"], tree.LoadLines(new() { Recursive = false }));
    }

    [Fact]
    public void Links_are_followed_and_loops_are_broken()
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var elsewhere = new PhotoTree();
        string photo = elsewhere.Add("store/x/1.jpg");
        using var tree = new PhotoTree();
        tree.Add("a/2.jpg");
        Directory.CreateSymbolicLink(tree["linked"], elsewhere["store"]);
        File.CreateSymbolicLink(tree["a/1.jpg"], photo);
        Directory.CreateSymbolicLink(tree["a/up"], tree.Path);
        Directory.CreateSymbolicLink(tree["a/self"], ".");
        Directory.CreateSymbolicLink(elsewhere["store/x/back"], elsewhere["store"]);
        Directory.CreateSymbolicLink(tree["root"], tree.Path);
        Directory.CreateSymbolicLink(tree["gone"], tree["nowhere"]);
        File.CreateSymbolicLink(tree["ring"], tree["ring"]);

        Assert.Equal(["|a|a/1.jpg", "|a|a/2.jpg", "|linked|linked/x/1.jpg"], tree.LoadLines());
        Assert.Contains("'gone', 'ring'", Assert.Single(tree.Warnings));
    }

    [Fact]
    public void Folders_that_link_to_each_other_end()
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var tree = new PhotoTree();
        tree.Add("a/1.jpg");
        tree.Add("b/2.jpg");
        Directory.CreateSymbolicLink(tree["a/to_b"], tree["b"]);
        Directory.CreateSymbolicLink(tree["b/to_a"], tree["a"]);
        Assert.Equal(["|a|a/1.jpg", "|a|a/to_b/2.jpg", "|b|b/2.jpg", "|b|b/to_a/1.jpg"], tree.LoadLines());
    }

    [Fact]
    public void Loose_images_and_empty_classes_are_warned_of()
    {
        using var tree = new PhotoTree();
        foreach (string path in new[] { "a/1.jpg", "b/2.jpg", "loose1.jpg", "loose2.jpg", "empty/readme.txt" })
            tree.Add(path);
        Assert.Equal(2, tree.Load().Count);
        Assert.Equal(2, tree.Warnings.Count());
        Assert.Contains(tree.Warnings, w => w.Contains("2 images directly in", StringComparison.Ordinal) && w.Contains("loose1.jpg", StringComparison.Ordinal));
        Assert.Contains(tree.Warnings, w => w.Contains("'empty'", StringComparison.Ordinal));
    }

    [Fact]
    public void One_folder_around_the_classes_is_warned_of()
    {
        using var tree = new PhotoTree();
        tree.Add("flower_photos/roses/1.jpg");
        tree.Add("flower_photos/tulips/1.jpg");
        Assert.Equal(["flower_photos"], tree.Load().Select(p => p.Label).Distinct());
        Assert.Contains("'roses', 'tulips'", Assert.Single(tree.Warnings));
    }

    [Fact]
    public void Without_anything_usable_the_error_says_what_was_found_and_expected()
    {
        using var tree = new PhotoTree();
        tree.Add("1.jpg");
        tree.Add("notes/readme.txt");
        var error = Assert.Throws<ImageFolderException>(() => tree.Load());
        Assert.Equal(tree.Path, error.Folder);
        foreach (string part in new[] { tree.Path, "1 folder ('notes')", "1 image,", "one folder per class", Path.Combine("train", "roses") })
            Assert.Contains(part, error.Message);
    }

    [Fact]
    public void A_missing_folder_and_a_file_are_named()
    {
        using var tree = new PhotoTree();
        string file = tree.Add("a.jpg");
        Assert.Contains("does not exist", Assert.Throws<ImageFolderException>(() => tree.ML.Data.LoadImageFolder(tree["none"])).Message);
        Assert.Contains($"'{file}' is a file", Assert.Throws<ImageFolderException>(() => tree.ML.Data.LoadImageFolder(file)).Message);
        Assert.Throws<ArgumentException>(() => tree.ML.Data.LoadImageFolder(" "));
    }

    [Fact]
    public void A_folder_without_permission_is_named()
    {
        using var tree = new PhotoTree();
        tree.Add("a/1.jpg");
        tree.Add("a/locked/2.jpg");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("permissions are those of Unix");
            return;
        }
        File.SetUnixFileMode(tree["a/locked"], UnixFileMode.None);
        try
        {
            Assert.SkipWhen(CanList(tree["a/locked"]), "this user may read everything");
            Assert.Equal(tree["a/locked"], Assert.Throws<ImageFolderException>(() => tree.Load()).Folder);
        }
        finally
        {
            File.SetUnixFileMode(tree["a/locked"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool CanList(string folder)
    {
        try
        {
            return Directory.GetFiles(folder).Length > 0;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
