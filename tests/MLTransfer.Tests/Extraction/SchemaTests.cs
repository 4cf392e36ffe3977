using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLTransfer.Tests.Extraction;

public sealed class SchemaTests : IDisposable
{
    private readonly TinyExtraction _tiny = new();

    [Theory]
    [InlineData("Features")]
    [InlineData("Label")]
    [InlineData("ImagePath")]
    public void The_schema_before_fitting_is_the_schema_after_it(string output)
    {
        IDataView photos = _tiny.PathRows(3);
        ImageFeatureExtractingEstimator estimator = _tiny.ML.Transforms.ExtractImageFeatures(output, "ImagePath", _tiny.Backbone, _tiny.Options);
        ImageFeatureExtractingTransformer transformer = estimator.Fit(photos);
        SchemaShape before = estimator.GetOutputSchema(ShapeOf(photos.Schema));
        DataViewSchema after = transformer.GetOutputSchema(photos.Schema);
        Assert.Equal(Describe(ShapeOf(after)), Describe(before));
        Assert.Equal(Describe(ShapeOf(after)), Describe(ShapeOf(transformer.Transform(photos).Schema)));

        var type = Assert.IsType<VectorDataViewType>(after[output].Type);
        Assert.Equal((NumberDataViewType.Single, TinyNetwork.Features), ((NumberDataViewType)type.ItemType, type.Size));
        Assert.Equal(TinyNetwork.Features, transformer.FeatureCount);
        Assert.All(transformer.Transform(photos).GetColumn<float[]>(output), f => Assert.Equal(TinyNetwork.Features, f.Length));
    }

    [Fact]
    public void The_length_of_the_vector_follows_the_cut_and_the_pooling()
    {
        IDataView photos = _tiny.PathRows(1);
        Assert.Equal(6, Length("block1", FeaturePooling.Average));
        Assert.Equal(6, Length("block1", FeaturePooling.Max));
        Assert.Equal(6 * 16 * 16, Length("block1", FeaturePooling.Flatten));

        int Length(string cut, FeaturePooling pooling)
            => ((VectorDataViewType)_tiny.Estimator(options: _tiny.Options with { Cut = cut, Pooling = pooling }).Fit(photos)
                .GetOutputSchema(photos.Schema)["Features"].Type).Size;
    }

    [Theory]
    [InlineData("Photo", "Before, ImagePath, Label")]
    [InlineData("Before", "Allowed are text (the path of a file), a vector of bytes (an encoded image) and MLImage.")]
    public void A_column_that_is_missing_or_no_image_is_named_with_the_choices(string column, string choices)
    {
        IDataView photos = _tiny.PathRows(1);
        ImageFeatureExtractingEstimator estimator = _tiny.Estimator(column);
        AssertNamed(() => estimator.Fit(photos));
        AssertNamed(() => estimator.GetOutputSchema(ShapeOf(photos.Schema)));
        AssertNamed(() => estimator.Append(_tiny.ML.Transforms.CopyColumns("Copy", "Features")).Fit(photos));

        void AssertNamed(Action action)
        {
            string message = Assert.ThrowsAny<ArgumentException>(action).Message;
            Assert.Contains($"'{column}'", message, StringComparison.Ordinal);
            Assert.Contains(choices, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_view_without_the_column_is_refused_by_the_transformer_at_once()
    {
        IDataView photos = _tiny.PathRows(1);
        ImageFeatureExtractingTransformer transformer = _tiny.Estimator().Fit(photos);
        IDataView without = _tiny.ML.Transforms.DropColumns("ImagePath").Fit(photos).Transform(photos);
        Assert.Contains("'ImagePath'", Assert.Throws<ArgumentException>(() => transformer.Transform(without)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => transformer.GetOutputSchema(without.Schema));
    }

    [Fact]
    public void Annotations_and_hidden_columns_of_the_input_stay()
    {
        IDataView keyed = _tiny.ML.Transforms.Conversion.MapValueToKey("Label").Fit(_tiny.PathRows(6)).Transform(_tiny.PathRows(6));
        DataViewSchema schema = _tiny.Estimator().Fit(keyed).GetOutputSchema(keyed.Schema);
        Assert.Equal([.. keyed.Schema.Select(c => (c.Name, c.Type, c.IsHidden)), ("Features", schema["Features"].Type, false)],
            schema.Select(c => (c.Name, c.Type, c.IsHidden)));
        Assert.True(schema["Label"].HasKeyValues());
    }

    [Fact]
    public void The_estimator_reads_no_row()
    {
        IDataView unreadable = _tiny.ML.Data.LoadFromEnumerable(Fail());
        Assert.NotNull(_tiny.Estimator().Fit(unreadable).Transform(unreadable));

        static IEnumerable<PathRow> Fail()
        {
            if (DateTime.UtcNow.Year > 0)
                throw new InvalidOperationException("A row was read.");
            yield break;
        }
    }

    public void Dispose() => _tiny.Dispose();

    // Internal to ML.NET, whose EstimatorChain checks schemas with it.
    private static SchemaShape ShapeOf(DataViewSchema schema)
        => (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, [schema])!;

    private static string[] Describe(SchemaShape shape)
        => [.. shape.Select(c => $"{c.Name} {c.Kind} {c.ItemType} {c.IsKey} {string.Join(',', c.Annotations.Select(a => a.Name))}").Order(StringComparer.Ordinal)];
}
