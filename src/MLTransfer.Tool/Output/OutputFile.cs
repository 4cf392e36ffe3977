namespace MLTransfer.Tool.Output;

/// <summary>A file that is written whole or not at all: what was there before stays until then.</summary>
internal static class OutputFile
{
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path), temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? throw new IOException($"{path}: this is a folder."));
        try
        {
            using (FileStream stream = File.Create(temporary))
                write(stream);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            // After the move there is none.
            File.Delete(temporary);
        }
    }
}
