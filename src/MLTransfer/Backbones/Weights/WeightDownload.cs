using System.Globalization;

namespace MLTransfer.Backbones.Weights;

/// <summary>The download of one file, by one process at a time.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Where it will be, once it is whole and checked.</param>
/// <param name="options">How it is downloaded.</param>
internal sealed class WeightDownload(WeightFile file, string path, WeightStoreOptions options)
{
    private const long FruitfulBytes = 1_000_000;

    private readonly string _folder = Path.GetDirectoryName(path)!;

    /// <exception cref="WeightsException">It failed for good.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task Run(CancellationToken cancellationToken)
    {
        using HttpMessageInvoker client = CreateClient();
        using PartialFile part = PartialFile.Open($"{path}.part", file.Address);
        var transfer = new WeightTransfer(file, _folder, options, new WeightRequest(client, options.StallTimeout), part);
        try
        {
            await Fetch(transfer, part, cancellationToken).ConfigureAwait(false);
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

    private async Task Fetch(WeightTransfer transfer, PartialFile part, CancellationToken cancellationToken)
    {
        long furthest = part.Length;
        for (int failures = 1; ; failures++)
        {
            try
            {
                await transfer.Complete(cancellationToken).ConfigureAwait(false);
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
}
