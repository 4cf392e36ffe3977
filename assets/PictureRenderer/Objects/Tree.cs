using SkiaSharp;

namespace PictureRenderer.Objects;

internal sealed class Tree : IObject
{
    public string Name => "tree";

    public void Draw(Brush brush, Dice dice)
    {
        float lean = dice.Around(.16f), girth = dice.Between(.08f, .14f);
        DrawTrunk(brush, dice, lean, girth);
        switch (dice.Whole(0, 3))
        {
            case 0:
                DrawConifer(brush, dice, lean);
                break;
            case 1:
                DrawPoplar(brush, dice, lean);
                break;
            default:
                DrawBroadleaf(brush, dice, lean);
                break;
        }
    }

    private static void DrawTrunk(Brush brush, Dice dice, float lean, float girth)
    {
        var bark = brush.Second.Shaded(.25f);
        brush.Fill(bark, path =>
        {
            path.MoveTo(-girth * 1.9f, .95f);
            path.QuadTo(-girth, .85f, -girth * .9f, .5f);
            path.LineTo(lean - girth * .5f, -.2f);
            path.LineTo(lean + girth * .5f, -.2f);
            path.LineTo(girth * .9f, .5f);
            path.QuadTo(girth, .85f, girth * 2.1f, .95f);
            path.QuadTo(0, .88f, -girth * 1.9f, .95f);
        });
        brush.Tube(bark, girth * .7f, (lean * .4f, .38f), (lean - dice.Between(.25f, .4f), -.05f));
        brush.Tube(bark, girth * .6f, (lean * .5f, .3f), (lean + dice.Between(.25f, .4f), -.1f));
        for (int i = 0; i < 4; i++)
        {
            float x = dice.Between(-girth, girth) * .6f, y = dice.Between(.35f, .75f);
            brush.Line(bark.Shaded(.5f).Sheer(.6f), .018f, (x, y), (x + .01f, y + .1f));
        }
    }

    private static void DrawBroadleaf(Brush brush, Dice dice, float lean)
    {
        float width = dice.Between(.5f, .68f), height = dice.Between(.4f, .52f), middle = -.36f;
        DrawFoliage(brush, dice, 26, step =>
        {
            float angle = dice.Between(0, MathF.Tau), reach = MathF.Sqrt(dice.Between(0, 1)) * (1 - step * .25f);
            return (lean + MathF.Cos(angle) * width * reach, middle + MathF.Sin(angle) * height * reach - step * .06f);
        });
        if (!dice.Chance(.4f))
            return;
        for (int i = 0; i < 12; i++)
        {
            float angle = dice.Between(0, MathF.Tau), reach = dice.Between(.1f, .95f);
            float x = lean + MathF.Cos(angle) * width * reach, y = middle + MathF.Sin(angle) * height * reach;
            brush.Oval(brush.Third, x, y, .05f, .05f);
        }
    }

    private static void DrawPoplar(Brush brush, Dice dice, float lean)
    {
        float width = dice.Between(.3f, .42f);
        DrawFoliage(brush, dice, 28, step =>
        {
            float along = dice.Between(0, 1), waist = MathF.Sin(MathF.PI * (.12f + along * .8f));
            return (lean + dice.Between(-width, width) * waist * (1 - step * .3f), .3f - along * 1.1f);
        });
    }

    /// <summary>Tufts from the crown's dark back to its lit front; where one goes depends on how far in front it is.</summary>
    private static void DrawFoliage(Brush brush, Dice dice, int tufts, Func<float, (float X, float Y)> place)
    {
        for (int i = 0; i < tufts; i++)
        {
            float step = i / (float)tufts, radius = dice.Between(.13f, .22f) * (1.1f - step * .4f);
            (float x, float y) = place(step);
            var leaf = brush.Main.Shaded(.4f * (1 - step)).Lit(.18f * step);
            brush.Fill(leaf, path =>
            {
                for (int lobe = 0; lobe < 6; lobe++)
                {
                    float angle = lobe * MathF.Tau / 6 + step * 7;
                    path.AddCircle(x + MathF.Cos(angle) * radius * .55f, y + MathF.Sin(angle) * radius * .55f, radius * .55f);
                }
                path.AddCircle(x, y, radius * .6f);
                path.Simplify(path); // one outline, or ink would run through the tuft
            });
            for (int sprig = 0; sprig < 5; sprig++)
                DrawLeaf(brush, dice, leaf, x + dice.Around(radius), y + dice.Around(radius));
        }
    }

    /// <summary>A short stroke, lighter or darker than the tuft it lies on.</summary>
    private static void DrawLeaf(Brush brush, Dice dice, SKColor tuft, float x, float y)
    {
        SKColor tone = dice.Chance(.5f) ? tuft.Lit(.35f) : tuft.Shaded(.35f);
        brush.Line(tone.Sheer(.75f), .026f, (x, y), (x + dice.Between(-.05f, .05f), y + dice.Between(.02f, .06f)));
    }

    private static void DrawConifer(Brush brush, Dice dice, float lean)
    {
        int tiers = dice.Whole(3, 5);
        float wide = dice.Between(.5f, .68f), bottom = .5f, top = -.95f;
        for (int tier = 0; tier < tiers; tier++)
        {
            float share = tier / (float)tiers, half = wide * (1 - share * .72f);
            float y = bottom + (top - bottom) * share, peak = Math.Max(top, y - (bottom - top) / tiers * 1.5f), x = lean * share;
            brush.Fill(brush.Main.Shaded(.25f * (1 - share)), path =>
            {
                path.MoveTo(x, peak);
                path.QuadTo(x + half * .35f, y - .15f, x + half, y);
                for (int fringe = 1; fringe <= 5; fringe++)
                {
                    float to = half - half * 2 * fringe / 5;
                    path.QuadTo(x + to + half * .2f, y + .11f, x + to, y + (fringe % 2 == 0 ? .02f : -.02f));
                }
                path.QuadTo(x - half * .35f, y - .15f, x, peak);
                path.Close();
            });
        }
    }
}
