using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using MLTransfer.Tests.Samples;

namespace MLTransfer.Tests.Package;

/// <summary>The tool, packed into a folder and installed from there as a user does. Once for all tests.</summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A version that no feed has.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow.Ticks}";

    public string NuGetPackage
    {
        get
        {
            DotnetCommand.Require();
            return _folder[Path.Combine("feed", $"MLTransfer.Tool.{Version}.nupkg")];
        }
    }

    public string this[string relativePath] => _folder[relativePath];

    public async ValueTask InitializeAsync()
    {
        if (!DotnetCommand.Exists)
            return;
        string configuration = typeof(InstalledTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await DotnetCommand.Run(
            Repository.Root, "pack", Path.Combine("src", "MLTransfer.Tool"), "--no-build", "-c", configuration, "-o", _folder["feed"],
            $"-p:Version={Version}", $"-p:NuspecOutputPath={_folder["nuspec"]}");
        // From this feed alone, so that it works offline: all that a tool needs is in its package.
        var sources = new XElement("packageSources", new XElement("clear"), new XElement(
            "add", new XAttribute("key", "packed"), new XAttribute("value", _folder["feed"])));
        new XElement("configuration", sources).Save(_folder["NuGet.config"]);
        await DotnetCommand.Run(
            _folder.Path, "tool", "install", "MLTransfer.Tool", "--version", Version, "--tool-path", _folder["bin"],
            "--configfile", _folder["NuGet.config"]);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the tool in a folder of its own, in which it keeps all it keeps.</summary>
    public Task<SampleOutput> RunAsync(params string[] arguments) => RunWithLibtorchAsync("", arguments);

    /// <summary>Runs the tool where libtorch is said to be in a folder.</summary>
    public async Task<SampleOutput> RunWithLibtorchAsync(string libtorch, params string[] arguments)
    {
        using SampleProcess process = Start(libtorch, arguments);
        return await process.EndAsync();
    }

    internal SampleProcess Start(string libtorch, params string[] arguments)
    {
        DotnetCommand.Require();
        string program = Path.Combine(_folder["bin"], OperatingSystem.IsWindows() ? "mltransfer.exe" : "mltransfer");
        return SampleProcess.StartProgram(
            program, _folder.Path, arguments, ("MLTRANSFER_HOME", _folder["home"]), ("LIBTORCH", libtorch), ("HOME", _folder["user"]), ("XDG_CACHE_HOME", ""));
    }

    /// <summary>The package's description of itself, without namespaces.</summary>
    internal XElement ReadMetadata()
    {
        using ZipArchive package = ZipFile.OpenRead(NuGetPackage);
        using Stream nuspec = package.GetEntry("MLTransfer.Tool.nuspec")!.Open();
        XElement root = XDocument.Load(nuspec).Root!;
        foreach (XElement element in root.DescendantsAndSelf())
            element.Name = element.Name.LocalName;
        return root.Element("metadata")!;
    }
}
