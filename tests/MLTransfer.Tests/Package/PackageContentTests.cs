using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using SkiaSharp;

namespace MLTransfer.Tests.Package;

[Collection(nameof(PackedLibrary))]
public class PackageContentTests(PackedLibrary packed)
{
    [Fact]
    public void It_holds_the_library_its_documentation_a_readme_and_an_icon_and_nothing_else()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.NuGetPackage);
        Assert.Equal(
            ["MLTransfer.nuspec", "README.md", "icon.png", "lib/net10.0/MLTransfer.dll", "lib/net10.0/MLTransfer.xml"],
            package.Entries.Select(e => e.FullName).Where(n => !IsOfTheContainer(n)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_says_what_it_is()
    {
        XElement metadata = packed.ReadMetadata();
        Assert.Equal("MLTransfer", metadata.Element("id")!.Value);
        Assert.Equal(packed.Version, metadata.Element("version")!.Value);
        Assert.Equal("MIT", metadata.Element("license")!.Value);
        Assert.Equal("expression", metadata.Element("license")!.Attribute("type")!.Value);
        Assert.Equal("README.md", metadata.Element("readme")!.Value);
        Assert.Equal("icon.png", metadata.Element("icon")!.Value);
        Assert.All(["authors", "description", "tags", "copyright"], name => Assert.NotEqual("", metadata.Element(name)?.Value ?? ""));
    }

    [Fact]
    public void It_needs_these_packages_and_no_others()
    {
        XElement group = Assert.Single(packed.ReadMetadata().Element("dependencies")!.Elements());
        Assert.Equal("net10.0", group.Attribute("targetFramework")!.Value);
        Assert.Equal(
            [
                "Microsoft.ML 5.0.1", "Microsoft.ML.ImageAnalytics 5.0.1", "Microsoft.ML.OnnxRuntime 1.31.1", "Microsoft.ML.OnnxTransformer 5.0.1",
                "OnnxSharp 0.3.2", "PureHDF 2.2.0", "SkiaSharp [2.88.9, 3.0.0)", "SkiaSharp.NativeAssets.Linux.NoDependencies [2.88.9, 3.0.0)",
                "TorchSharp 0.107.0",
            ],
            group.Elements().Select(d => $"{d.Attribute("id")!.Value} {d.Attribute("version")!.Value}"));
    }

    [Fact]
    public void Every_public_type_is_documented()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.NuGetPackage);
        using Stream xml = package.GetEntry("lib/net10.0/MLTransfer.xml")!.Open();
        IEnumerable<XElement> members = XDocument.Load(xml).Descendants("member").Where(m => m.Element("summary") is not null);
        HashSet<string> documented = [.. members.Select(m => m.Attribute("name")!.Value)];
        Assert.All(
            typeof(ImageClassifier).Assembly.GetExportedTypes(),
            type => Assert.Contains($"T:{type.FullName!.Replace('+', '.')}", documented));
    }

    [Fact]
    public void Its_symbols_are_those_of_the_library()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.NuGetPackage), symbols = ZipFile.OpenRead(packed.SymbolPackage);
        using var library = new PEReader(Copy(package.GetEntry("lib/net10.0/MLTransfer.dll")!));
        using var reader = MetadataReaderProvider.FromPortablePdbStream(Copy(symbols.GetEntry("lib/net10.0/MLTransfer.pdb")!));
        DebugDirectoryEntry entry = library.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.CodeView);
        Guid ofLibrary = library.ReadCodeViewDebugDirectoryData(entry).Guid;
        Assert.Equal(ofLibrary, new BlobContentId(reader.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
    }

    [Fact]
    public void Its_icon_is_one_that_NuGet_shows()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.NuGetPackage);
        ZipArchiveEntry entry = package.GetEntry("icon.png")!;
        using SKBitmap icon = SKBitmap.Decode(Copy(entry));
        // https://learn.microsoft.com/nuget/reference/msbuild-targets#packageicon: up to 1 MB, 128 x 128 recommended.
        Assert.InRange(entry.Length, 1, 1 << 20);
        Assert.Equal(icon.Width, icon.Height);
        Assert.InRange(icon.Width, 128, 512);
    }

    private static bool IsOfTheContainer(string name)
        => name is "[Content_Types].xml" || name.Split('/')[0] is "_rels" or "package";

    private static MemoryStream Copy(ZipArchiveEntry entry)
    {
        using Stream content = entry.Open();
        var copy = new MemoryStream();
        content.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
