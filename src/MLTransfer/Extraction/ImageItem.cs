using MLTransfer.Data;
using MLTransfer.Imaging;

namespace MLTransfer.Extraction;

/// <summary>One version of one image.</summary>
/// <param name="Source">The image.</param>
/// <param name="View">Which version; the default is the image itself.</param>
internal readonly record struct ImageItem(ImageSource Source, ImageView View);
