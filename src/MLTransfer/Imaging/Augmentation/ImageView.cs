using System.Globalization;
using System.Text;
using MLTransfer.Data;

namespace MLTransfer.Imaging;

/// <summary>One version of an image. The default is the image itself.</summary>
/// <param name="Augmentation">How versions are made.</param>
/// <param name="Seed">Decides, with the image and <paramref name="Number"/>, on everything that is drawn at random.</param>
/// <param name="Number">Which version; 0 is the image itself.</param>
internal readonly record struct ImageView(ImageAugmentation? Augmentation, int Seed, int Number)
{
    /// <summary>Whether it is the image itself.</summary>
    public bool IsPlain => Augmentation is null || Number == 0;

    /// <summary>What identifies this version of an image: for the image itself the hash of its content.</summary>
    public ContentHash KeyOf(ContentHash content)
    {
        if (IsPlain)
            return content;
        string view = string.Create(CultureInfo.InvariantCulture, $"{Augmentation!.Identity}|{Seed}|{Number}|{content}");
        return ContentHash.Of(Encoding.UTF8.GetBytes(view));
    }
}
