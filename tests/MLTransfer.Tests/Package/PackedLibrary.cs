using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace MLTransfer.Tests.Package;

/// <summary>The library as a NuGet package in a folder that serves as a feed. Packed once for all tests.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    private readonly TemporaryFolder _feed = new();

    /// <summary>A version that no feed and no package cache has.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow.Ticks}";

    public string Feed
    {
        get
        {
            DotnetCommand.Require();
            return _feed.Path;
        }
    }

    public string NuGetPackage => Path.Combine(Feed, $"MLTransfer.{Version}.nupkg");

    public string SymbolPackage => Path.Combine(Feed, $"MLTransfer.{Version}.snupkg");

    public async ValueTask InitializeAsync()
    {
        // A fixture cannot skip its tests; they do it themselves when they ask for a path.
        if (!DotnetCommand.Exists)
            return;
        // What these tests run on is built already, so that it need only be packed.
        string configuration = typeof(PackedLibrary).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await DotnetCommand.Run(
            Repository.Root, "pack", Path.Combine("src", "MLTransfer"), "--no-build", "-c", configuration, "-o", Feed, $"-p:Version={Version}",
            $"-p:NuspecOutputPath={_feed["nuspec"]}");
    }

    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The package's description of itself, without namespaces.</summary>
    internal XElement ReadMetadata()
    {
        using ZipArchive package = ZipFile.OpenRead(NuGetPackage);
        using Stream nuspec = package.GetEntry("MLTransfer.nuspec")!.Open();
        XElement root = XDocument.Load(nuspec).Root!;
        foreach (XElement element in root.DescendantsAndSelf())
            element.Name = element.Name.LocalName;
        return root.Element("metadata")!;
    }
}

/// <summary>The tests of the package.</summary>
[CollectionDefinition(nameof(PackedLibrary))]
public sealed class PackedLibraryTests : ICollectionFixture<PackedLibrary>;
