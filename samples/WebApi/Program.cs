using System.Net.Sockets;
using Samples;
using WebApi;

return SampleProgram.Run(
    () => CommandLine.Parse(args),
    CommandLine.Help,
    (command, _) => RunAsync(command).GetAwaiter().GetResult(),
    onStop: "Stopped.");

static async Task<int> RunAsync(CommandLine command)
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseUrls(command.Urls);
    builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = command.MaxBytes + PhotoUpload.Envelope);
    builder.Logging.SetMinimumLevel(LogLevel.Warning);
    // That it cannot listen is said in a sentence below.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    builder.Services.AddProblemDetails().AddExceptionHandler<ProblemHandler>();
    builder.Services.AddRoom(command);
    builder.Services.AddSingleton(command).AddSingleton<ServedModel>().AddSingleton<PhotoQueue>();
    builder.Services.AddHostedService(services => services.GetRequiredService<PhotoQueue>());

    await using WebApplication app = builder.Build();
    app.UseExceptionHandler();
    app.UseStatusCodePages();
    app.Use((context, next) => PhotoUpload.RefuseTooLarge(context, command.MaxBytes, next));
    app.UseRateLimiter();
    Endpoints.Map(app, command);

    // The server is up before its model is: whoever waits for it can ask /health, and Ctrl+C is obeyed meanwhile.
    await ListenAsync(app, command.Urls);
    Console.WriteLine($"listening on {string.Join(", ", app.Urls)}");
    try
    {
        var model = app.Services.GetRequiredService<ServedModel>();
        await Task.Run(() => model.MakeReady(app.Lifetime.ApplicationStopping));
        Console.WriteLine($"ready for photos of {string.Join(", ", model.Classifier.Labels)}; Ctrl+C stops it");
        await app.WaitForShutdownAsync();
    }
    catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
    {
        await app.WaitForShutdownAsync();
    }

    Console.WriteLine("stopped");
    return 0;
}

static async Task ListenAsync(WebApplication app, string urls)
{
    try
    {
        await app.StartAsync();
    }
    catch (Exception e) when (e is SocketException or IOException)
    {
        throw new IOException($"The server cannot listen on {urls}: {e.Message.TrimEnd('.')}. Give another address with --urls.", e);
    }
}
