using System.Diagnostics;

namespace MLTransfer.Tests.Documentation;

/// <summary>Compiles and runs the C# of README and docs.</summary>
public sealed class DocumentedCodeTests(DocumentedCodeTests.Workplace workplace) : IClassFixture<DocumentedCodeTests.Workplace>
{
    public static TheoryData<string> Pages => [.. DocumentedCode.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_compiles_and_runs(string page)
    {
        // Beside this test, so that it finds what the test refers to.
        string assembly = Path.Combine(AppContext.BaseDirectory, $"Documented.{Path.GetFileNameWithoutExtension(page)}.dll");
        try
        {
            Assert.Empty(DocumentedProgram.Compile(page, assembly));
            await workplace.Run(assembly);
        }
        finally
        {
            File.Delete(assembly);
        }
    }

    /// <summary>A folder with the files that the pages speak of.</summary>
    public sealed class Workplace : IDisposable
    {
        private const int PhotosPerClass = 14;
        private readonly TemporaryFolder _folder = new();

        public Workplace()
        {
            foreach ((string name, string source) in (ReadOnlySpan<(string, string)>)[("daisy", "bicycle"), ("roses", "fish"), ("tulips", "mug")])
            {
                foreach (string root in (string[])["photos", "data/photos", "folder/that/relative/paths/start/from"])
                    Samples.Pictures.Copy(source, _folder[$"{root}/{name}"], PhotosPerClass);
            }

            string[] photos = Directory.GetFiles(_folder["photos"], "*.jpg", SearchOption.AllDirectories);
            File.Copy(photos[0], _folder["photo.jpg"]);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx"), _folder["network.onnx"]);
            File.WriteAllLines(_folder["photos.csv"], photos.Select(Row).Prepend("ImagePath,Label"));
        }

        public void Dispose() => _folder.Dispose();

        /// <summary>Runs a program with the files and versions of these tests.</summary>
        internal async Task Run(string assembly)
        {
            string tests = Path.Combine(AppContext.BaseDirectory, "MLTransfer.Tests");
            var start = new ProcessStartInfo(
                "dotnet", ["exec", "--depsfile", $"{tests}.deps.json", "--runtimeconfig", $"{tests}.runtimeconfig.json", assembly])
            {
                WorkingDirectory = _folder.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["MLTRANSFER_HOME"] = _folder["home"];
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{output}\n{await error}");
        }

        private string Row(string photo)
            => $"\"{Path.GetRelativePath(_folder["photos"], photo)}\",{Path.GetFileName(Path.GetDirectoryName(photo))}";
    }
}
