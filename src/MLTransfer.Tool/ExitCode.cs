namespace MLTransfer.Tool;

/// <summary>How the process ends.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>The work failed, or found something that the command's help says of.</summary>
    public const int Failed = 1;

    public const int WrongUsage = 2;

    /// <summary>Stopped by Ctrl+C: 128 and the number of the signal, as shells have it.</summary>
    public const int Stopped = 130;
}
