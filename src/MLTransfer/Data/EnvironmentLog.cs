using Microsoft.ML.Runtime;

namespace MLTransfer.Data;

/// <summary>Messages that arrive at <see cref="Microsoft.ML.MLContext.Log"/> under the source "MLTransfer".</summary>
internal static class EnvironmentLog
{
    public const string Source = "MLTransfer";

    public static void Warn(this IHostEnvironment environment, string message)
    {
        using IChannel channel = environment.Start(Source);
        channel.Warning(MessageSensitivity.UserData, message);
    }

    public static void Info(this IHostEnvironment environment, string message)
    {
        using IChannel channel = environment.Start(Source);
        channel.Info(MessageSensitivity.UserData, message);
    }
}
