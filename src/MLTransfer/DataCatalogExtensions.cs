using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>Loads and splits images: extension methods of <see cref="MLContext.Data"/>.</summary>
public static class DataCatalogExtensions
{
    /// <summary>
    /// Lists the images of a folder that holds one folder per class; nothing is decoded. What was found but cannot be used is
    /// logged as a warning (<see cref="MLContext.Log"/>): images outside class folders, class folders without images.
    /// </summary>
    /// <remarks>
    /// <para>The columns are ImagePath (text, absolute), Label (text, the name of the class folder) and Split (text).
    /// The rows are sorted ordinally by Split, Label and path, whatever the order in the file system.</para>
    /// <para>Split is "train", "validation" or "test" where the folder holds a folder <c>train</c> (or <c>training</c>) of class
    /// folders and at least one more, <c>validation</c> (<c>val</c>, <c>valid</c>) or <c>test</c> (<c>testing</c>), in upper or
    /// lower case; otherwise it is empty. <see cref="SplitImages"/> follows it.</para>
    /// <para>Links to files and folders are followed. A folder that is met again below itself is passed over.</para>
    /// </remarks>
    /// <param name="data">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="folder">The folder, absolute or relative to the current one.</param>
    /// <param name="options">What to take; null is the defaults of <see cref="ImageFolderOptions"/>.</param>
    /// <exception cref="ImageFolderException">
    /// The folder, or one in it, does not exist, is a file or may not be read; or no class folder in it holds an image; or the
    /// validation or test set has a class that the train set lacks; or two folders stand for the same set.
    /// </exception>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    public static IDataView LoadImageFolder(this DataOperationsCatalog data, string folder, ImageFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        IHostEnvironment environment = data.GetEnvironment();
        // A list, as that is what makes a view with a known row count that can be shuffled.
        List<ImageFolderRow> rows = ImageFolderLayout.Read(folder, options ?? new ImageFolderOptions(), environment.Warn);
        return data.LoadFromEnumerable(rows);
    }

    /// <summary>
    /// Splits images into train, validation and test sets. Every class is split by the same fractions, and byte-identical images
    /// are always in the same set. The rows are not copied.
    /// </summary>
    /// <remarks>
    /// <para>The same seed and images give the same split, whatever the order of the rows, the machine, and the folder that the data
    /// set lies in. In each class the numbers are rounded to whole images. A class with at least three distinct images has at least one
    /// in each set whose fraction is not 0; a class with one has it in the train set.</para>
    /// <para>Images with the same bytes but different labels are logged as a warning with an example. The split puts them all into the
    /// train set, since no prediction for them could be right; they do not count as the distinct images above.</para>
    /// <para>Where the view has a text column Split that is filled in, as <see cref="LoadImageFolder"/> does, that decides instead of the
    /// fractions. With train, validation and test, all three are used as they are. With train and only one other, <b>the other is the
    /// test set</b>, whatever its name, and <paramref name="validationFraction"/> of the train set becomes the validation set: a set
    /// that chooses the best epoch cannot also say how good that epoch is. With train only, it is split by the fractions. Images that
    /// are in two of the given sets stay there and are logged as a warning. The values of the column stay as they were.
    /// Drop the column to have the images split afresh: <c>ml.Transforms.DropColumns("Split")</c>.</para>
    /// <para>Missing and unreadable files are split like all others; they are reported when they are decoded.</para>
    /// </remarks>
    /// <param name="data">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="images">A view with an image and a label in each row. It must yield the same rows in the same order each time it is read.</param>
    /// <param name="validationFraction">The share of the images to choose models with, at least 0. Default: 0.15.</param>
    /// <param name="testFraction">The share of the images to measure the chosen model with, at least 0. Default: 0.15.</param>
    /// <param name="seed">
    /// What the choice follows from. Default (null): 1, so that a split is reproducible unless another seed is asked for;
    /// the seed of the <see cref="MLContext"/> does not matter.
    /// </param>
    /// <param name="imageColumnName">The column of the images: paths (text), encoded images (vector of bytes) or MLImage. Default: ImagePath.</param>
    /// <param name="labelColumnName">The column of the labels: text, keys (by their numbers) or any single value. Default: Label.</param>
    /// <param name="imageFolder">The folder that relative paths start at. Default (null): the current one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is negative or not a number, or they leave nothing to train with.</exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or of an unsuitable type; Split has other values than the three, none of them train, or is filled in
    /// partly; or there are no rows.
    /// </exception>
    /// <exception cref="MissingLabelException">A row has no label.</exception>
    public static ImageSplit SplitImages(
        this DataOperationsCatalog data,
        IDataView images,
        double validationFraction = .15,
        double testFraction = .15,
        int? seed = null,
        string imageColumnName = "ImagePath",
        string labelColumnName = "Label",
        string? imageFolder = null)
        => data.SplitShard(
            images, validationFraction, testFraction, seed, imageColumnName, labelColumnName, imageFolder, Shard.Whole, trainVersions: 1).All;

    /// <summary>The same split, and what of it is in a shard, where so many versions of each training image are computed, itself included.</summary>
    internal static (ImageSplit All, ImageSplit Own) SplitShard(
        this DataOperationsCatalog data, IDataView images, double validationFraction, double testFraction, int? seed, string imageColumnName,
        string labelColumnName, string? imageFolder, Shard shard, int trainVersions)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(images);
        RequireFraction(validationFraction, nameof(validationFraction));
        RequireFraction(testFraction, nameof(testFraction));
        if (validationFraction + testFraction >= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, string.Create(
                CultureInfo.InvariantCulture,
                $"testFraction is {testFraction} and validationFraction {validationFraction}; together they must be less than 1, or nothing is " +
                $"left to train with. Use less, such as 0.15 each."));
        }

        IHostEnvironment environment = data.GetEnvironment();
        var label = new LabelColumn(images.Schema.Require(labelColumnName, "label"));
        ImageRow[] rows = new ImageRowReader(images, ImageColumn.Find(images.Schema, imageColumnName), label, imageFolder).Read();
        if (rows.Length == 0)
            throw new ArgumentException("The view has no rows, so there is nothing to split.", nameof(images));
        var splitter = new ImageSplitter(environment, rows);
        ImagePart[] parts = splitter.Split(validationFraction, testFraction, seed ?? 1);
        var all = new ImageSplit(images, parts);
        return (all, shard.IsWhole ? all : new ImageSplit(images, splitter.Restrict(parts, shard, trainVersions)));
    }

    private static void RequireFraction(double fraction, string name)
        => Bounds.Require(fraction is >= 0 and < 1, fraction, "at least 0 and less than 1; use 0 to go without this part", name);
}
