using System.Text;
using MLTransfer.Tool;

// The same bytes on every platform, without a byte order mark.
if (OperatingSystem.IsWindows())
    Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

// The first Ctrl+C lets the work stop by itself, which takes about a second; another one ends the process at once.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return ToolProgram.Run(args, new ToolStreams(Console.In, Console.Out, Console.Error, IsTerminal: !Console.IsErrorRedirected, stop.Token));
