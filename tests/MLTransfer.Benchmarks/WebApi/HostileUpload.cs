using System.Net;

namespace MLTransfer.Benchmarks.WebApi;

/// <summary>An upload that has to be refused.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="ContentType">The content type that it is sent with.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Expected">How it has to be refused.</param>
internal sealed record HostileUpload(string Name, string ContentType, byte[] Body, HttpStatusCode Expected)
{
    private const string Jpeg = "image/jpeg";

    // The limit of the sample is 10 million.
    private const int TooManyBytes = 12_000_000;

    /// <summary>One of each kind, made of a photo.</summary>
    public static IReadOnlyList<HostileUpload> MadeOf(byte[] photo)
    {
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        return
        [
            new("oversized", Jpeg, new byte[TooManyBytes], HttpStatusCode.RequestEntityTooLarge),
            new("truncated", Jpeg, photo[..(photo.Length / 2)], HttpStatusCode.UnprocessableEntity),
            new("noise", Jpeg, noise, HttpStatusCode.UnsupportedMediaType),
            new("the head of a JPEG before noise", Jpeg, [.. photo[..200], .. noise], HttpStatusCode.UnprocessableEntity),
            new("empty", Jpeg, [], HttpStatusCode.BadRequest),
            new("wrong content type", "text/plain", photo, HttpStatusCode.UnsupportedMediaType),
            new("a form without an end", "multipart/form-data; boundary=x", photo, HttpStatusCode.BadRequest),
        ];
    }
}
