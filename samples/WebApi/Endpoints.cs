using System.Threading.RateLimiting;
using MLTransfer;

namespace WebApi;

/// <summary>What can be asked of the server.</summary>
internal static class Endpoints
{
    private const string Predictions = "predictions", HeatMaps = "heat maps";

    /// <summary>A photo is read into memory only once there is room for it, so the memory of a server stays bounded, whoever calls.</summary>
    public static void AddRoom(this IServiceCollection services, CommandLine command) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Predictions, _ => RateLimitPartition.GetConcurrencyLimiter(
            Predictions, _ => new ConcurrencyLimiterOptions { PermitLimit = command.Queue }));
        limiter.AddPolicy(HeatMaps, _ => RateLimitPartition.GetConcurrencyLimiter(
            HeatMaps, _ => new ConcurrencyLimiterOptions { PermitLimit = command.Queue }));
        limiter.OnRejected = (rejected, _) => ProblemHandler.RefuseAsync(rejected.HttpContext);
    });

    public static void Map(WebApplication app, CommandLine command)
    {
        app.MapPost("/predict", async (HttpRequest request, ServedModel model, PhotoQueue queue) =>
        {
            _ = model.Classifier;
            ReadOnlyMemory<byte> photo = await PhotoUpload.ReadAsync(request, command.MaxBytes);
            PhotoResult result = await queue.PredictAsync(photo, request.HttpContext.RequestAborted);
            return result.Prediction is { } prediction ? PhotoAnswer.Of(prediction) : throw RefusedException.For(result.Bad!);
        }).RequireRateLimiting(Predictions);

        // One uses all cores, and waits for no one whose photo is still on its way.
        var drawing = new SemaphoreSlim(1);
        app.MapPost("/explain", async (HttpRequest request, ServedModel model, string? label) =>
        {
            ImageClassifier classifier = model.Classifier;
            ReadOnlyMemory<byte> photo = await PhotoUpload.ReadAsync(request, command.MaxBytes);
            await drawing.WaitAsync(request.HttpContext.RequestAborted);
            try
            {
                return Results.Bytes(await Task.Run(() => HeatMap.Draw(classifier, photo, label)), "image/png");
            }
            finally
            {
                drawing.Release();
            }
        }).RequireRateLimiting(HeatMaps);

        app.MapGet("/health", (ServedModel model) => model.Ready is { } classifier
            ? Results.Json(new Health("ready", classifier.Labels))
            : Results.Json(new Health("loading", []), statusCode: StatusCodes.Status503ServiceUnavailable));

        MapPage(app, "/", "index.html", "text/html; charset=utf-8");
        MapPage(app, "/page.css", "page.css", "text/css; charset=utf-8");
        MapPage(app, "/page.js", "page.js", "text/javascript; charset=utf-8");
    }

    private static void MapPage(WebApplication app, string path, string name, string contentType)
    {
        byte[] content = Resources.Read(name);
        app.MapGet(path, (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
            response.Headers.XContentTypeOptions = "nosniff";
            return Results.Bytes(content, contentType);
        });
    }
}
