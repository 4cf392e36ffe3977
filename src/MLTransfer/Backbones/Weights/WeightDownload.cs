using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using MLTransfer.Data;

namespace MLTransfer.Backbones.Weights;

/// <summary>The download of one file, by one process at a time.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Where it will be, once it is whole and checked.</param>
/// <param name="options">How it is downloaded.</param>
internal sealed class WeightDownload(WeightFile file, string path, WeightStoreOptions options)
{
    private const int BufferBytes = 1 << 16;
    private const long FruitfulBytes = 1_000_000;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly long _maxBytes = file.Bytes > 0 ? file.Bytes : options.MaxBytes;

    /// <exception cref="WeightsException">It failed for good.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task Run(CancellationToken cancellationToken)
    {
        using HttpMessageInvoker client = CreateClient();
        var request = new WeightRequest(client, options.StallTimeout);
        using PartialFile part = PartialFile.Open($"{path}.part", file.Address);
        try
        {
            await Fetch(request, part, cancellationToken).ConfigureAwait(false);
            part.MoveTo(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk above all: what is there would keep it full.
            part.Abandon();
            throw;
        }

        PublishedContent.Remember(path, file);
    }

    private HttpMessageInvoker CreateClient()
    {
        if (options.Handler is { } handler)
            return new HttpMessageInvoker(handler, disposeHandler: false);
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (options.Proxy is { } proxy)
            sockets.Proxy = proxy;
        return new HttpMessageInvoker(sockets, disposeHandler: true);
    }

    private async Task Fetch(WeightRequest request, PartialFile part, CancellationToken cancellationToken)
    {
        long furthest = part.Length;
        for (int failures = 1; ; failures++)
        {
            try
            {
                await Attempt(request, part, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DownloadFault fault)
            {
                if (part.Length >= furthest + FruitfulBytes)
                    (failures, furthest) = (1, part.Length);
                TimeSpan delay = RetryDelays.After(failures, options, Random.Shared.NextDouble());
                if (fault.RetryAfter > delay)
                    delay = fault.RetryAfter.Value;
                if (!fault.IsTransient || failures >= options.MaxAttempts || delay > options.MaxDelay)
                    throw GivenUp(fault, failures);
                await options.Pause(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private WeightsException GivenUp(DownloadFault fault, int attempts)
    {
        string times = attempts > 1 ? $" ({attempts} attempts)" : "";
        string wait = fault.IsTransient && fault.RetryAfter > options.MaxDelay
            ? string.Create(CultureInfo.InvariantCulture, $" It asks to come again in {fault.RetryAfter.Value.TotalSeconds:N0} s.")
            : "";
        return new WeightsException(file, _folder, $"the download from {file.Address} failed{times}: {fault.Message}{wait}", fault);
    }

    private async Task Attempt(WeightRequest request, PartialFile part, CancellationToken cancellationToken)
    {
        bool isContinued = part.Length > 0;
        if (file.Bytes == 0 || part.Length != file.Bytes)
            isContinued = await Download(request, part, cancellationToken).ConfigureAwait(false);
        if (await PublishedContent.DifferenceOf(part.Path, file, cancellationToken).ConfigureAwait(false) is { } difference)
        {
            part.Clear();
            // In one piece it would come the same again.
            throw new DownloadFault($"what arrived is not the published file: {difference}") { IsTransient = isContinued };
        }
    }

    /// <returns>Whether what is there came in more than one piece.</returns>
    private async Task<bool> Download(WeightRequest request, PartialFile part, CancellationToken cancellationToken)
    {
        RequireSpace(file.Bytes - part.Length);
        // What cannot be told from another version cannot be continued.
        if (part.Version is null)
            part.Clear();
        using HttpResponseMessage response = await Send(request, part, cancellationToken).ConfigureAwait(false);
        bool isContinued = response.StatusCode == HttpStatusCode.PartialContent;
        long? total = isContinued ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
        RequireSize(total);
        if (isContinued)
            RequireContinuation(response, part);
        else
            part.Restart(VersionOf(response));
        await Copy(request, response, part, total, cancellationToken).ConfigureAwait(false);
        if (part.Length < (total ?? file.Bytes))
            throw new DownloadFault("the server ended the transfer too early.") { IsTransient = true };
        return isContinued;
    }

    private async Task<HttpResponseMessage> Send(WeightRequest request, PartialFile part, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Send(file.Address, part.Length, part.Version, cancellationToken).ConfigureAwait(false);
        }
        catch (DownloadFault fault) when (fault.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            part.Clear();
            throw;
        }
    }

    private void RequireSpace(long bytes)
    {
        if (options.FreeSpace(_folder) is { } free && free < bytes)
            throw new WeightsException(
                file, _folder, $"it takes {ByteSize.Describe(bytes)}, and {ByteSize.Describe(free)} are free for {_folder}. Free some, or set another Folder.");
    }

    private void RequireSize(long? total)
    {
        if (total > _maxBytes || (file.Bytes > 0 && total < file.Bytes))
            throw new DownloadFault(string.Create(CultureInfo.InvariantCulture, $"the server offers {total:N0} bytes; {SizeRule()}"));
    }

    private string SizeRule() => file.Bytes > 0
        ? string.Create(CultureInfo.InvariantCulture, $"the published file has {file.Bytes:N0}.")
        : string.Create(CultureInfo.InvariantCulture, $"MaxBytes is {options.MaxBytes:N0}.");

    private static void RequireContinuation(HttpResponseMessage response, PartialFile part)
    {
        EntityTagHeaderValue? tag = response.Headers.ETag;
        bool isSameVersion = tag is null || part.Version?.EntityTag is not { } known || known.Equals(tag);
        if (isSameVersion && response.Content.Headers.ContentRange?.From == part.Length)
            return;
        part.Clear();
        throw new DownloadFault("the server sent another part of the file, or of another version of it, than it was asked for.") { IsTransient = true };
    }

    /// <summary>What a later request can name the version by: a strong entity tag, or the time of the last change.</summary>
    private static RangeConditionHeaderValue? VersionOf(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { IsWeak: false } tag)
            return new RangeConditionHeaderValue(tag);
        return response.Content.Headers.LastModified is { } time ? new RangeConditionHeaderValue(time) : null;
    }

    private async Task Copy(WeightRequest request, HttpResponseMessage response, PartialFile part, long? total, CancellationToken cancellationToken)
    {
        Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var buffer = new byte[BufferBytes];
            long first = part.Length;
            var watch = Stopwatch.StartNew();
            TimeSpan reported = default;
            while (await request.Read(content, buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                if (part.Length + count > _maxBytes)
                {
                    part.Clear();
                    throw new DownloadFault($"the server sends more bytes than it may; {SizeRule()}");
                }

                await part.Append(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                if (watch.Elapsed - reported < ReportInterval)
                    continue;
                reported = watch.Elapsed;
                Report();
            }

            Report();

            void Report() => options.Progress?.Report(new WeightDownloadProgress(
                file.Name, part.Length, file.Bytes > 0 ? file.Bytes : total, (part.Length - first) / Math.Max(watch.Elapsed.TotalSeconds, 1e-3)));
        }
    }
}
