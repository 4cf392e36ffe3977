using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using MLTransfer;

namespace WebApi;

/// <summary>
/// Answers requests that cannot be served: what is wrong, in words, as RFC 9457 has it (application/problem+json). What nobody thought of is logged,
/// and its sender learns no more than that.
/// </summary>
internal sealed class ProblemHandler : IExceptionHandler
{
    private const string RetryAfterSeconds = "1";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return true;
        if (Describe(exception) is not { } problem)
            return false;
        await WriteAsync(httpContext, problem);
        return true;
    }

    /// <summary>For a request that is not let in as too many are being served.</summary>
    public static ValueTask RefuseAsync(HttpContext context) => WriteAsync(
        context, new ProblemDetails
        {
            Status = StatusCodes.Status503ServiceUnavailable,
            Detail = "The server has as many photos as it takes at once. Try again in a second.",
        });

    private static ProblemDetails? Describe(Exception exception) => exception switch
    {
        RefusedException refused => Describe(refused),
        BadImageException bad => Describe(RefusedException.For(bad.Image)),
        BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Detail = bad.Message },
        ExplanationException or TorchRuntimeException => new ProblemDetails { Status = StatusCodes.Status501NotImplemented, Detail = exception.Message },
        _ => null,
    };

    private static ProblemDetails Describe(RefusedException refused)
    {
        var problem = new ProblemDetails { Status = refused.Status, Detail = refused.Message };
        if (refused.Kind is { } kind)
            problem.Extensions["kind"] = kind.ToString();
        return problem;
    }

    private static async ValueTask WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        var written = new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem };
        // Who asked for a picture alone is to learn why there is none, too.
        if (!await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(written))
            await context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }
}
