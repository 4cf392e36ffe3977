using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace MLTransfer.Backbones.Weights;

/// <summary>Asks servers for files, over https only, and says what goes wrong as a <see cref="DownloadFault"/>.</summary>
/// <param name="client">Sends the requests; it follows no redirections.</param>
/// <param name="stallTimeout">How long a server may send nothing.</param>
internal sealed class WeightRequest(HttpMessageInvoker client, TimeSpan stallTimeout)
{
    private const int MaxRedirections = 10;

    /// <summary>Asks for a file from a position on, following redirections.</summary>
    /// <param name="address">The address.</param>
    /// <param name="position">The first byte that is asked for.</param>
    /// <param name="version">The version that the bytes before it are of; the server sends the whole file where it has another.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>A response with the status 200 (the whole file) or 206 (the rest), its content unread.</returns>
    /// <exception cref="DownloadFault">There is no such response.</exception>
    public async Task<HttpResponseMessage> Send(Uri address, long position, RangeConditionHeaderValue? version, CancellationToken cancellationToken)
    {
        RequireSecure(address, from: address);
        for (int redirections = 0; redirections <= MaxRedirections; redirections++)
        {
            HttpResponseMessage response = await SendOnce(address, position, version, cancellationToken).ConfigureAwait(false);
            try
            {
                // A handler of the user's may have followed a redirection itself.
                RequireSecure(response.RequestMessage?.RequestUri ?? address, from: address);
                if (RedirectionOf(response, address) is not { } next)
                    return Accept(response, address);
                RequireSecure(next, from: address);
                address = next;
            }
            catch
            {
                response.Dispose();
                throw;
            }

            response.Dispose();
        }

        throw new DownloadFault($"the server redirects more than {MaxRedirections} times.");
    }

    /// <summary>Reads the next bytes of a response; 0 at its end.</summary>
    /// <exception cref="DownloadFault">The connection broke, or nothing arrived for too long.</exception>
    public Task<int> Read(Stream content, Memory<byte> buffer, CancellationToken cancellationToken)
        => Guarded(token => content.ReadAsync(buffer, token).AsTask(), cancellationToken);

    private async Task<HttpResponseMessage> SendOnce(
        Uri address, long position, RangeConditionHeaderValue? version, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MLTransfer", typeof(WeightRequest).Assembly.GetName().Version?.ToString(3)));
        // Positions, sizes and hashes are those of the file as it is.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (position > 0)
        {
            request.Headers.Range = new RangeHeaderValue(position, null);
            request.Headers.IfRange = version;
        }

        return await Guarded(token => client.SendAsync(request, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> Guarded<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(stallTimeout);
        try
        {
            return await step(stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            string seconds = stallTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            throw new DownloadFault($"the server sent nothing for {seconds} s.", e) { IsTransient = true };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // A certificate that is not trusted now will not be at the next attempt either.
            bool isRefusal = e.InnerException is AuthenticationException;
            throw new DownloadFault($"the connection failed: {(e.InnerException ?? e).Message.TrimEnd('.')}.", e) { IsTransient = !isRefusal };
        }
    }

    /// <summary>The published hash would show another content, but not every file has one, and nobody on the way need know what is used.</summary>
    private static void RequireSecure(Uri address, Uri from)
    {
        bool isSecure = address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && from.IsLoopback);
        if (!isSecure)
            throw new DownloadFault($"{(address == from ? "its address" : "the server redirects to")} {address} is not https.");
    }

    private static Uri? RedirectionOf(HttpResponseMessage response, Uri address)
    {
        bool redirects = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return redirects && Uri.TryCreate(address, response.Headers.Location, out Uri? next) ? next : null;
    }

    private static HttpResponseMessage Accept(HttpResponseMessage response, Uri address)
    {
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw new DownloadFault($"{address.Host} answered {(int)response.StatusCode} {response.StatusCode}.")
            {
                StatusCode = response.StatusCode,
                IsTransient = (int)response.StatusCode is >= 500 or 408 or 429 or 416,
                RetryAfter = RetryAfterOf(response.Headers.RetryAfter),
            };
        }

        return response.Content.Headers.ContentEncoding.FirstOrDefault(e => e != "identity") is not { } encoding
            ? response
            : throw new DownloadFault($"{address.Host}, or a proxy on the way, sent the file as {encoding}, though it was asked for as it is.");
    }

    private static TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header)
        => header?.Delta ?? (header?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
}
