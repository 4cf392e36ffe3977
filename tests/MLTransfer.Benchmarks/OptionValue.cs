using System.Globalization;

namespace MLTransfer.Benchmarks;

/// <summary>Reads the values of options.</summary>
internal static class OptionValue
{
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static string Folder(string name, string? value) => Path.GetFullPath(value ?? throw new ArgumentException($"{name} needs a folder."));

    /// <exception cref="ArgumentException">There is no value, or no such folder.</exception>
    public static string ExistingFolder(string name, string? value)
        => Folder(name, value) is var folder && Directory.Exists(folder)
            ? folder
            : throw new ArgumentException($"{name}: there is no folder {folder}.");

    /// <exception cref="ArgumentException">There is no value.</exception>
    public static string File(string name, string? value) => Path.GetFullPath(value ?? throw new ArgumentException($"{name} needs a file."));

    /// <exception cref="ArgumentException">There is no value, or it is no whole number from <paramref name="least"/> on.</exception>
    public static int Number(string name, string? value, int least = 1)
        => int.TryParse(value, out int number) && number >= least
            ? number
            : throw new ArgumentException($"{name} needs a whole number from {least} on{(value is null ? "" : $", not '{value}'")}.");

    /// <exception cref="ArgumentException">There is no value, or it is no number from 0 to less than 1.</exception>
    public static double Share(string name, string? value)
        => double.TryParse(value, CultureInfo.InvariantCulture, out double number) && number is >= 0 and < 1
            ? number
            : throw new ArgumentException($"{name} needs a number from 0 to less than 1{(value is null ? "" : $", not '{value}'")}.");

    /// <exception cref="ArgumentException">There is no value, or it is no number above 0.</exception>
    public static double Factor(string name, string? value)
        => double.TryParse(value, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw new ArgumentException($"{name} needs a number above 0{(value is null ? "" : $", not '{value}'")}.");

    /// <exception cref="ArgumentException">There is no value, or it is none of the names.</exception>
    public static T Choice<T>(string name, string? value)
        where T : struct, Enum
        => Enum.TryParse(value, ignoreCase: true, out T choice) && Enum.IsDefined(choice)
            ? choice
            : throw new ArgumentException($"{name} needs one of {string.Join(", ", Enum.GetNames<T>())}{(value is null ? "" : $", not '{value}'")}.");
}
