namespace MLTransfer;

/// <summary>The order of colour channels that a network was trained on.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red: networks from Caffe, CNTK and OpenCV.</summary>
    Bgr,
}
