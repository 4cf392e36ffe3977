using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLTransfer.Imaging;

namespace MLTransfer.Extraction;

/// <summary>The pixels of a view, as one column of MLImage.</summary>
internal sealed class ViewColumn(string name, int width, int height) : AddedColumns
{
    public override IReadOnlyList<(string Name, DataViewType Type, DataViewSchema.Annotations? Annotations)> Columns { get; }
        = [(name, new ImageDataViewType(height, width), null)];

    protected override Delegate CreateGetter(int index, Func<float[]> features)
    {
        return (ValueGetter<MLImage>)Get;

        void Get(ref MLImage value)
        {
            byte[] pixels = PixelBytes.ToBgra(features());
            // As in ML.NET's own transformers, who asks for the next image has done with the last one.
            value?.Dispose();
            value = MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels);
        }
    }
}
