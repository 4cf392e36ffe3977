namespace MLTransfer;

/// <summary>The networks of Keras Applications, and SqueezeNet, that <see cref="Backbone.FromKeras"/> builds.</summary>
public enum KerasNetwork
{
    /// <summary>VGG16: 512 features, images of 224 x 224 or at least 32 x 32.</summary>
    VGG16,

    /// <summary>VGG19: 512 features, images of 224 x 224 or at least 32 x 32.</summary>
    VGG19,

    /// <summary>ResNet-50, version 1: 2,048 features, images of 224 x 224 or at least 32 x 32.</summary>
    ResNet50,

    /// <summary>Inception v3: 2,048 features, images of 299 x 299 or at least 75 x 75.</summary>
    InceptionV3,

    /// <summary>Xception: 2,048 features, images of 299 x 299 or at least 71 x 71.</summary>
    Xception,

    /// <summary>MobileNet, version 1: 1,024 features, images of 224 x 224 or at least 32 x 32.</summary>
    MobileNet,

    /// <summary>MobileNetV2: 1,280 features (1,664 and 1,792 with alpha 1.3 and 1.4), images of 224 x 224 or at least 32 x 32.</summary>
    MobileNetV2,

    /// <summary>SqueezeNet 1.1: 512 features, images of 227 x 227 or at least 48 x 48.</summary>
    SqueezeNet,
}
