using MLTransfer;

namespace WebApi;

/// <summary>A request is refused, with the reason that its sender is told.</summary>
internal sealed class RefusedException(int status, string reason) : Exception(reason)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>What is wrong with the photo; null where it is the request.</summary>
    public BadImageKind? Kind { get; private init; }

    public static RefusedException For(BadImage bad) => new(StatusOf(bad.Kind), $"The photo cannot be used: {bad.Reason}.") { Kind = bad.Kind };

    // Bytes were counted before: TooLarge is about pixels here.
    private static int StatusOf(BadImageKind kind) => kind switch
    {
        BadImageKind.Empty => StatusCodes.Status400BadRequest,
        BadImageKind.NotAnImage => StatusCodes.Status415UnsupportedMediaType,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
