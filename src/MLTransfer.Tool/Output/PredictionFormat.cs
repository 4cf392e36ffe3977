namespace MLTransfer.Tool.Output;

/// <summary>How predictions are written.</summary>
internal enum PredictionFormat
{
    /// <summary>In columns, for people.</summary>
    Text,

    /// <summary>A header, then a row an image with the probability of every class.</summary>
    Csv,

    /// <summary>A list of objects.</summary>
    Json,
}
