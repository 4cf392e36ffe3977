using Spectre.Console;
using Spectre.Console.Rendering;

namespace MLTransfer.Tool.Progress;

/// <summary>The figures of a step, as they are: never through markup.</summary>
internal sealed class FiguresColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.Tag as string ?? "");
}
