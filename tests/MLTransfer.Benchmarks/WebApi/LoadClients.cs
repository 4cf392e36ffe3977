using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace MLTransfer.Benchmarks.WebApi;

/// <summary>Clients that each send one upload after the other, most of them photos, one in ten hostile.</summary>
internal sealed class LoadClients : IDisposable
{
    private const int HostileEvery = 10;
    private readonly HttpClient _http;
    private readonly IReadOnlyList<byte[]> _photos;
    private readonly IReadOnlyList<HostileUpload> _hostile;
    private readonly IReadOnlyList<PhotoReply> _alone;

    /// <summary>Asks for each photo alone first.</summary>
    public LoadClients(Uri server, IReadOnlyList<byte[]> photos)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(20) };
        _photos = photos;
        _hostile = HostileUpload.MadeOf(photos[0]);
        _alone = [.. photos.Select(photo => PredictAsync(photo).GetAwaiter().GetResult())];
    }

    /// <summary>The times that photos took, in milliseconds.</summary>
    public ConcurrentBag<double> Latencies { get; } = [];

    /// <summary>What went otherwise than it had to: a photo not answered, or not as it was alone; a hostile upload not refused as it should be.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    public int Refused => _refused;

    private int _refused;

    public Task RunAsync(int clients, TimeSpan time)
        => Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => RunOneAsync(new Random(client), time))));

    public void Dispose() => _http.Dispose();

    private async Task RunOneAsync(Random random, TimeSpan time)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            try
            {
                if (random.Next(HostileEvery) == 0)
                    await SendHostileAsync(_hostile[random.Next(_hostile.Count)]);
                else
                    await SendPhotoAsync(random.Next(_photos.Count));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Errors.Enqueue(e.Message);
            }
        }
    }

    private async Task SendPhotoAsync(int index)
    {
        long start = Stopwatch.GetTimestamp();
        PhotoReply reply = await PredictAsync(_photos[index]);
        Latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (!reply.Agrees(_alone[index]))
            Errors.Enqueue($"photo {index}: {reply}, alone {_alone[index]}");
    }

    private async Task SendHostileAsync(HostileUpload upload)
    {
        using HttpResponseMessage response = await _http.PostAsync("predict", Content(upload.Body, upload.ContentType));
        if (response.StatusCode == upload.Expected)
            Interlocked.Increment(ref _refused);
        else
            Errors.Enqueue($"{upload.Name}: {(int)response.StatusCode}, not {(int)upload.Expected}");
    }

    /// <exception cref="HttpRequestException">It is not answered with a prediction.</exception>
    private async Task<PhotoReply> PredictAsync(byte[] photo)
    {
        using HttpResponseMessage response = await _http.PostAsync("predict", Content(photo, "image/jpeg"));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<PhotoReply>())!;
    }

    private static ByteArrayContent Content(byte[] body, string type)
        => new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
}
