using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using MLTransfer.Data;

namespace MLTransfer.Backbones.Weights;

/// <summary>Single attempts at a download, each of which goes on where the one before it ended.</summary>
/// <param name="file">The file.</param>
/// <param name="folder">The folder that it is for.</param>
/// <param name="options">How it is downloaded.</param>
/// <param name="request">Asks the server.</param>
/// <param name="part">What is there of it.</param>
internal sealed class WeightTransfer(WeightFile file, string folder, WeightStoreOptions options, WeightRequest request, PartialFile part)
{
    private const int BufferBytes = 1 << 16;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(200);

    private readonly long _maxBytes = file.Bytes > 0 ? file.Bytes : options.MaxBytes;

    /// <summary>Gets what is missing, and checks the whole.</summary>
    /// <exception cref="DownloadFault">That failed; what is there now can be continued.</exception>
    /// <exception cref="WeightsException">There is not enough space.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task Complete(CancellationToken cancellationToken)
    {
        bool isContinued = part.Length > 0;
        if (file.Bytes == 0 || part.Length != file.Bytes)
            isContinued = await Download(cancellationToken).ConfigureAwait(false);
        if (await PublishedContent.DifferenceOf(part.Path, file, cancellationToken).ConfigureAwait(false) is { } difference)
        {
            part.Clear();
            // In one piece it would come the same again.
            throw new DownloadFault($"what arrived is not the published file: {difference}") { IsTransient = isContinued };
        }
    }

    /// <returns>Whether what is there came in more than one piece.</returns>
    private async Task<bool> Download(CancellationToken cancellationToken)
    {
        RequireSpace(file.Bytes - part.Length);
        // What cannot be told from another version cannot be continued.
        if (part.Version is null)
            part.Clear();
        using HttpResponseMessage response = await Send(cancellationToken).ConfigureAwait(false);
        bool isContinued = response.StatusCode == HttpStatusCode.PartialContent;
        long? total = isContinued ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
        RequireSize(total);
        if (isContinued)
            RequireContinuation(response);
        else
            part.Restart(VersionOf(response));
        await Copy(response, total, cancellationToken).ConfigureAwait(false);
        if (part.Length < (total ?? file.Bytes))
            throw new DownloadFault("the server ended the transfer too early.") { IsTransient = true };
        return isContinued;
    }

    private async Task<HttpResponseMessage> Send(CancellationToken cancellationToken)
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
        if (options.FreeSpace(folder) is { } free && free < bytes)
        {
            string sizes = $"it takes {ByteSize.Describe(bytes)}, and {ByteSize.Describe(free)} are free";
            throw new WeightsException(file, folder, $"{sizes} for {folder}. Free some, or set another Folder.");
        }
    }

    private void RequireSize(long? total)
    {
        if (total > _maxBytes || (file.Bytes > 0 && total < file.Bytes))
            throw new DownloadFault(string.Create(CultureInfo.InvariantCulture, $"the server offers {total:N0} bytes; {SizeRule()}"));
    }

    private string SizeRule() => file.Bytes > 0
        ? string.Create(CultureInfo.InvariantCulture, $"the published file has {file.Bytes:N0}.")
        : string.Create(CultureInfo.InvariantCulture, $"MaxBytes is {options.MaxBytes:N0}.");

    private void RequireContinuation(HttpResponseMessage response)
    {
        EntityTagHeaderValue? tag = response.Headers.ETag;
        bool isSameVersion = tag is null || part.Version?.EntityTag is not { } known || known.Equals(tag);
        if (isSameVersion && response.Content.Headers.ContentRange?.From == part.Length)
            return;
        part.Clear();
        const string Problem = "the server sent another part of the file, or of another version of it, than it was asked for.";
        throw new DownloadFault(Problem) { IsTransient = true };
    }

    /// <summary>What a later request can name the version by: a strong entity tag, or the time of the last change.</summary>
    private static RangeConditionHeaderValue? VersionOf(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { IsWeak: false } tag)
            return new RangeConditionHeaderValue(tag);
        return response.Content.Headers.LastModified is { } time ? new RangeConditionHeaderValue(time) : null;
    }

    private async Task Copy(HttpResponseMessage response, long? total, CancellationToken cancellationToken)
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

            void Report()
            {
                double speed = (part.Length - first) / Math.Max(watch.Elapsed.TotalSeconds, 1e-3);
                options.Progress?.Report(new WeightDownloadProgress(file.Name, part.Length, file.Bytes > 0 ? file.Bytes : total, speed));
            }
        }
    }
}
