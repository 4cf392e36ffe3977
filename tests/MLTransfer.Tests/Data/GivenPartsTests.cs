using Microsoft.ML;

namespace MLTransfer.Tests.Data;

public class GivenPartsTests
{
    [Theory]
    [InlineData("val"), InlineData("test")]
    public void The_only_other_folder_is_the_test_set(string other)
    {
        using var tree = new PhotoTree();
        for (int i = 0; i < 40; i++)
            tree.Add($"{(i < 30 ? "train" : other)}/{(i % 2 == 0 ? "a" : "b")}/{i}.jpg");
        ImageSplit split = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path), validationFraction: .2);
        Assert.Equal((24, 6, 10), (split.TrainCount, split.ValidationCount, split.TestCount));
        Assert.All(tree.Rows(split.Test), p => Assert.NotEqual("train", p.Split));
        Assert.All(tree.Rows(split.Validation), p => Assert.Equal("train", p.Split));
        Assert.Contains(tree.Log, m => m.StartsWith("Info: ", StringComparison.Ordinal) && m.Contains("the test set, so", StringComparison.Ordinal));
        Assert.Equal(0, tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path), validationFraction: 0).ValidationCount);
    }

    [Fact]
    public void Without_the_column_the_fractions_decide()
    {
        using var tree = new PhotoTree();
        for (int i = 0; i < 40; i++)
            tree.Add($"{(i < 30 ? "train" : "test")}/a/{i}.jpg");
        IDataView view = tree.ML.Data.LoadImageFolder(tree.Path);
        IDataView dropped = tree.ML.Transforms.DropColumns("Split").Fit(view).Transform(view);
        ImageSplit split = tree.ML.Data.SplitImages(dropped, .1, .2);
        Assert.Equal((28, 4, 8), (split.TrainCount, split.ValidationCount, split.TestCount));
    }

    [Fact]
    public void A_part_can_be_split_again()
    {
        using var tree = new PhotoTree();
        for (int i = 0; i < 40; i++)
            tree.Add($"{(i < 30 ? "train" : "test")}/a/{i}.jpg");
        ImageSplit first = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path), 0);
        ImageSplit second = tree.ML.Data.SplitImages(first.Train, .1, .2);
        Assert.Equal((21, 3, 6), (second.TrainCount, second.ValidationCount, second.TestCount));
        Assert.All(tree.Rows(second.Test), p => Assert.Equal("train", p.Split));
    }

    [Theory]
    [InlineData("train", "fold 3"), InlineData("train", ""), InlineData("", "test"), InlineData("test", "validation")]
    public void Other_values_partial_ones_and_no_train_are_refused(string first, string second)
    {
        using var tree = new PhotoTree();
        IDataView view = tree.ML.Data.LoadFromEnumerable(new List<Photo>
        {
            new() { ImagePath = "1.jpg", Label = "a", Split = first }, new() { ImagePath = "2.jpg", Label = "a", Split = second },
        });
        Assert.Contains("Split", Assert.Throws<ArgumentException>(() => tree.ML.Data.SplitImages(view)).Message);
    }

    [Fact]
    public void A_csv_of_relative_paths_is_split_as_the_folder_is()
    {
        using var tree = new PhotoTree();
        for (int i = 0; i < 40; i++)
            tree.Add($"{(i % 2 == 0 ? "a" : "b")}/{i}.jpg", content: $"photo {i / 4:00}");
        var rows = tree.Load();
        string csv = tree.Add("labels.csv", "Label,ImagePath\n" + string.Join('\n', rows.Select(r => $"{r.Label},{Path.GetRelativePath(tree.Path, r.ImagePath)}")));
        IDataView view = tree.ML.Data.LoadFromTextFile(csv, [new("Label", Microsoft.ML.Data.DataKind.String, 0), new("ImagePath", Microsoft.ML.Data.DataKind.String, 1)],
            separatorChar: ',', hasHeader: true);

        ImageSplit byCsv = tree.ML.Data.SplitImages(view, imageFolder: tree.Path);
        ImageSplit byFolder = tree.ML.Data.SplitImages(tree.ML.Data.LoadImageFolder(tree.Path));
        Assert.Equal(40, byCsv.TrainCount + byCsv.ValidationCount + byCsv.TestCount);
        Assert.Equal(tree.Rows(byFolder.Test).Select(p => Path.GetRelativePath(tree.Path, p.ImagePath)), tree.Rows(byCsv.Test).Select(p => p.ImagePath));
        // Looked for in the current folder none of them exists, and nothing is known of duplicates; that is reported when they are decoded.
        Assert.Equal((28, 6, 6), tree.ML.Data.SplitImages(view) is var lost ? (lost.TrainCount, lost.ValidationCount, lost.TestCount) : default);
    }
}
