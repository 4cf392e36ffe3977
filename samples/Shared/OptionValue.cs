using System.Globalization;

namespace Samples;

/// <summary>Reads the values of options.</summary>
internal static class OptionValue
{
    /// <exception cref="CommandLineException">There is no such folder.</exception>
    public static string ExistingFolder(string option, string folder)
        => Directory.Exists(folder)
            ? Path.GetFullPath(folder)
            : throw new CommandLineException(
                $"'{folder}' of {option} {(File.Exists(folder) ? "is a file, not a folder" : "does not exist")}; " +
                "name a folder that holds a folder of pictures per class.");

    /// <exception cref="CommandLineException">It is no folder.</exception>
    public static string FolderToWrite(string option, string folder)
        => folder.Length > 0 && !File.Exists(folder)
            ? Path.GetFullPath(folder)
            : throw new CommandLineException($"'{folder}' of {option} is not a folder; name one, which need not exist yet.");

    /// <exception cref="CommandLineException">It is no whole number, or too small.</exception>
    public static int Number(string option, string text, int least = int.MinValue)
        => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new CommandLineException(
                $"'{text}' of {option} is not a whole number{(least == int.MinValue ? "" : $" of at least {least}")}; give one such as 7.");
}
