namespace MLTransfer.Tests.Package;

/// <summary>A console project in a folder of its own, outside the checkout, so that nothing of the checkout's settings applies to it.</summary>
internal sealed class OutsideProgram
{
    private readonly string _folder;
    private readonly string _name;

    private OutsideProgram(string folder, string name) => (_folder, _name) = (folder, name);

    /// <summary>The folder that the program was built into.</summary>
    public string Output => Path.Combine(_folder, "bin", "Debug", "net10.0");

    /// <summary>Writes a project and builds it.</summary>
    /// <param name="folder">A folder; the project gets one in it.</param>
    /// <param name="name">The name of the project.</param>
    /// <param name="code">Its only source file.</param>
    /// <param name="properties">Properties of the project, as XML.</param>
    /// <param name="packages">The packages it refers to, with their versions.</param>
    public static async Task<OutsideProgram> Build(
        string folder, string name, string code, string properties, params (string Id, string Version)[] packages)
    {
        var program = new OutsideProgram(Path.Combine(folder, name), name);
        Directory.CreateDirectory(program._folder);
        await File.WriteAllTextAsync(Path.Combine(program._folder, "Program.cs"), code);
        await File.WriteAllTextAsync(Path.Combine(program._folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Select(p => $"""<PackageReference Include="{p.Id}" Version="{p.Version}" />"""))}
              </ItemGroup>
            </Project>
            """);
        await DotnetCommand.Run(program._folder, "build");
        return program;
    }

    /// <summary>Runs the program and returns the lines that it printed.</summary>
    public async Task<string[]> Run(params IEnumerable<string> arguments)
    {
        string printed = await DotnetCommand.Run(_folder, [Path.Combine(Output, $"{_name}.dll"), .. arguments]);
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
