using Microsoft.ML;
using MLTransfer.Data;

namespace MLTransfer;

/// <summary>Adds transfer learning to <c>mlContext.MulticlassClassification.Trainers</c>.</summary>
public static class TrainersCatalogExtensions
{
    /// <summary>Trains an image classifier by transfer learning.</summary>
    /// <param name="catalog">The trainers catalog.</param>
    /// <param name="options">The options.</param>
    public static ImageTransferTrainer ImageTransfer(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, ImageTransferTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ImageTransferTrainer(catalog.GetEnvironment(), options);
    }

    /// <summary>Trains an image classifier by transfer learning, with default options.</summary>
    /// <param name="catalog">The trainers catalog.</param>
    /// <param name="labelColumnName">The column of labels, of key type.</param>
    /// <param name="featureColumnName">The column of images: paths (text), encoded images (vector of bytes) or MLImage.</param>
    /// <param name="validationSet">The images that decide on the strength of regularisation; null for a tenth of the training set.</param>
    public static ImageTransferTrainer ImageTransfer(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label", string featureColumnName = "ImagePath", IDataView? validationSet = null)
        => catalog.ImageTransfer(new ImageTransferTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ValidationSet = validationSet,
        });
}
