using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace WebApi;

/// <summary>Reads the photo of a request: the body itself, or a file of a form. What the sender says of its name and format decides nothing.</summary>
internal static class PhotoUpload
{
    /// <summary>The field of a form that holds the photo.</summary>
    public const string Field = "photo";

    /// <summary>What a form may have around its photo, in bytes.</summary>
    public const int Envelope = 64 << 10;

    /// <summary>Refuses requests that say of themselves that they are too large, before anything else looks at them.</summary>
    /// <exception cref="RefusedException">It is too large.</exception>
    public static Task RefuseTooLarge(HttpContext context, int maxBytes, RequestDelegate next)
    {
        if (context.Request.ContentLength <= maxBytes + Envelope || context.Request.ContentLength is null)
            return next(context);
        // Otherwise Kestrel cuts the connection while the sender is still sending, who then never sees the answer. So it throws away what comes, for the
        // few seconds that it gives a request to end.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        throw TooLarge(maxBytes);
    }

    /// <summary>Reads it into memory.</summary>
    /// <exception cref="RefusedException">The request holds no photo, or one that is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes)
    {
        CancellationToken gone = request.HttpContext.RequestAborted;
        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type);
        if (type?.Type.Equals("image", StringComparison.OrdinalIgnoreCase) == true)
        {
            ThrowIfTooLarge(request.ContentLength, maxBytes);
            return await ReadAsync(request.Body, request.ContentLength, maxBytes, gone);
        }

        if (type?.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType,
                $"Send the photo as the body, with its own content type such as image/jpeg, or as the file '{Field}' of a multipart/form-data form.");
        }

        IFormFile file = await ReadFormFileAsync(request, maxBytes, gone);
        ThrowIfTooLarge(file.Length, maxBytes);
        using Stream content = file.OpenReadStream();
        return await ReadAsync(content, file.Length, maxBytes, gone);
    }

    private static async Task<IFormFile> ReadFormFileAsync(HttpRequest request, int maxBytes, CancellationToken gone)
    {
        // In memory, like all photos here: nothing of a request reaches the disk.
        var options = new FormOptions { MemoryBufferThreshold = maxBytes + Envelope, MultipartBodyLengthLimit = maxBytes + Envelope };
        try
        {
            IFormCollection form = await request.ReadFormAsync(options, gone);
            IReadOnlyList<IFormFile> photos = form.Files.GetFiles(Field);
            return photos.Count == 1
                ? photos[0]
                : throw Malformed($"The form has {photos.Count} files named '{Field}', and needs one.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Malformed($"The form cannot be read: {(e is InvalidDataException ? e.Message : "it ends before its last boundary.")}");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream content, long? length, int maxBytes, CancellationToken gone)
    {
        if (length is { } known)
        {
            var bytes = new byte[known];
            await content.ReadExactlyAsync(bytes, gone);
            return bytes;
        }

        using var all = new MemoryStream();
        var part = new byte[81_920];
        for (int read; (read = await content.ReadAsync(part, gone)) > 0;)
        {
            all.Write(part, 0, read);
            ThrowIfTooLarge(all.Length, maxBytes);
        }

        return all.ToArray();
    }

    private static void ThrowIfTooLarge(long? length, int maxBytes)
    {
        if (length > maxBytes)
            throw TooLarge(maxBytes);
    }

    private static RefusedException TooLarge(int maxBytes)
        => new(StatusCodes.Status413PayloadTooLarge, $"A photo may have {maxBytes:N0} bytes, and this one has more: send it smaller.");

    private static RefusedException Malformed(string reason) => new(StatusCodes.Status400BadRequest, reason);
}
