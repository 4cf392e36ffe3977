namespace Samples;

/// <summary>The folder that a sample writes to.</summary>
internal static class OutputFolder
{
    /// <summary>Creates it. Before the training, as it would be a pity to learn after it that nothing can be saved.</summary>
    /// <exception cref="CommandLineException">It cannot be created or written to.</exception>
    public static void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string trial = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandLineException(
                $"The folder '{folder}' of --out cannot be created or written to ({e.Message.TrimEnd('.')}); name another.");
        }
    }
}
