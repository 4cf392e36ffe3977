using System.CommandLine;

namespace MLTransfer.Tool.Commands;

/// <summary>A command with more to say in its own help than the line that stands for it in a list.</summary>
/// <param name="name">What is typed.</param>
/// <param name="summary">One line.</param>
/// <param name="details">What its own help says below the options.</param>
internal class DetailedCommand(string name, string summary, string details) : Command(name, summary)
{
    public string Details => details;
}
