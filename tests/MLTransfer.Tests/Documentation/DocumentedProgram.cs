using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MLTransfer.Tests.Documentation;

/// <summary>
/// A program of all the C# of a page: block by block, as a reader would try it. What a block takes from the text around it (a context, a result, a
/// saved model) is there by the names that the pages use.
/// </summary>
internal static partial class DocumentedProgram
{
    private const string Surroundings = """
        internal abstract class Surroundings
        {
            protected static readonly MLContext ml = new(seed: 1);
            protected static readonly CancellationTokenSource stop = new();
            protected static readonly string[] args = [];
            private static readonly Lazy<TransferResult> Trained = new(() =>
            {
                TransferResult trained = TransferPipeline.FromFolder("photos").Split(validation: .25, test: .25).Run();
                trained.Model.Save("flowers.zip");
                return trained;
            });

            protected static TransferResult result => Trained.Value;

            protected static IDataView validation => result.Split.Validation;
        }
        """;

    private static readonly string[] Usings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "Microsoft.ML", "MLTransfer"];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(assembly => MetadataReference.CreateFromFile(assembly)),
    ];

    /// <summary>Compiles it into a file; gives what the compiler has against it.</summary>
    public static IReadOnlyList<string> Compile(string page, string assembly)
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        using FileStream output = File.Create(assembly);
        return
        [
            .. CSharpCompilation.Create(Path.GetFileNameWithoutExtension(assembly), [CSharpSyntaxTree.ParseText(CodeOf(page))], References, options)
                .Emit(output).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()),
        ];
    }

    private static string CodeOf(string page)
    {
        // Folders at the root of the machine are not for tests.
        string[] blocks = [.. DocumentedCode.BlocksOf(page).Select(block => block.Replace("\"/data/", "\"data/", StringComparison.Ordinal))];
        var code = new StringBuilder();
        foreach (string used in blocks.SelectMany(b => UsingLine().Matches(b)).Select(m => m.Groups[1].Value).Concat(Usings).Distinct())
            code.Append($"using {used};\n");
        code.Append(Surroundings).Append('\n');
        foreach ((int i, string block) in blocks.Index())
            code.Append($"internal sealed class Block{i} : Surroundings\n{{\npublic static void Run()\n{{\n{UsingLine().Replace(block, "")}\n}}\n}}\n");
        string calls = string.Concat(blocks.Select((_, i) => $"Console.WriteLine(\"== block {i}\");\nBlock{i}.Run();\n"));
        string start = calls.Contains("Block", StringComparison.Ordinal) ? "_ = result;\n" : "";
        return code.Append($"internal sealed class Program : Surroundings\n{{\npublic static void Main()\n{{\n{start}{calls}}}\n}}\n").ToString();
    }

    [GeneratedRegex(@"^using ([\w.]+);\n", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
