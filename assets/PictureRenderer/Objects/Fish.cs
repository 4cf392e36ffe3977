using SkiaSharp;

namespace PictureRenderer.Objects;

internal sealed class Fish : IObject
{
    public string Name => "fish";

    public void Draw(Brush brush, Dice dice)
    {
        float girth = dice.Between(.3f, .52f), tail = dice.Between(-.5f, -.38f), bend = dice.Around(.2f);
        void Body(SKPath path)
        {
            path.MoveTo(.85f, bend * .3f);
            path.CubicTo(.6f, -girth * 1.1f, -.05f, -girth * 1.35f, tail, -.1f + bend);
            path.LineTo(tail, .1f + bend);
            path.CubicTo(-.05f, girth * 1.35f, .6f, girth * 1.05f, .85f, bend * .3f + .05f);
            path.Close();
        }

        DrawTail(brush, dice, tail, bend);
        DrawBackFins(brush, dice, girth);
        brush.Fill(brush.Main, Body);
        brush.Inside(Body, () => DrawSkin(brush, dice, girth, bend));
        DrawHead(brush, dice, girth, bend);
        float fin = dice.Between(.16f, .26f);
        brush.Fill(brush.Second, path =>
        {
            path.MoveTo(.28f, .08f);
            path.CubicTo(.1f, .02f, .02f - fin, .1f, .02f - fin, .14f + fin);
            path.CubicTo(.08f, .2f + fin, .24f, .26f, .28f, .08f);
        });
        for (int i = 0; i < 3; i++)
        {
            (float X, float Y) tip = (.04f - fin + i * .08f, .1f + fin * (.7f + i * .2f));
            brush.Line(brush.Second.Shaded(.4f).Sheer(.7f), .014f, (.22f, .12f), tip);
        }
        if (dice.Chance(.4f))
            DrawBubbles(brush, dice, bend);
    }

    private static void DrawTail(Brush brush, Dice dice, float tail, float bend)
    {
        float spread = dice.Between(.3f, .46f), fork = dice.Between(-.78f, -.62f), end = dice.Between(-.98f, -.86f);
        brush.Fill(brush.Second, path =>
        {
            path.MoveTo(tail + .06f, bend - .07f);
            path.QuadTo(tail - .15f, bend * 1.3f - spread * .4f, end, bend * 1.5f - spread);
            path.QuadTo(fork, bend * 1.5f, end + .02f, bend * 1.5f + spread);
            path.QuadTo(tail - .15f, bend * 1.3f + spread * .4f, tail + .06f, bend + .07f);
            path.Close();
        });
        for (int ray = -3; ray <= 3; ray++)
        {
            brush.Line(
                brush.Second.Shaded(.4f).Sheer(.7f), .016f,
                (tail, bend), (fork - MathF.Abs(ray) * .045f + .03f, bend * 1.45f + ray * spread * .24f));
        }
    }

    private static void DrawBackFins(Brush brush, Dice dice, float girth)
    {
        float height = dice.Between(.16f, .34f), back = dice.Between(-.3f, -.15f);
        brush.Fill(brush.Second, path =>
        {
            path.MoveTo(.42f, -girth * .75f);
            path.CubicTo(.3f, -girth - height, .05f, -girth - height * 1.15f, back - .08f, -girth * .7f - height);
            path.QuadTo(back + .05f, -girth * .7f, back, -girth * .5f);
            path.Close();
        });
        for (int ray = 0; ray < 5; ray++)
        {
            float x = .32f - ray * .11f;
            brush.Line(brush.Second.Shaded(.4f).Sheer(.7f), .016f, (x, -girth * .7f), (x - .1f, -girth * .78f - height * .75f));
        }
        brush.Polygon(
            brush.Second,
            (.05f, girth * .7f), (-.12f, girth * .7f + height * .8f), (-.26f, girth * .5f + height * .5f), (-.22f, girth * .5f));
    }

    private static void DrawSkin(Brush brush, Dice dice, float girth, float bend)
    {
        switch (dice.Whole(0, 3))
        {
            case 0:
                float width = dice.Between(.08f, .16f), gap = dice.Between(.26f, .34f);
                for (float x = .3f; x > -.5f; x -= gap)
                {
                    brush.Line(brush.Third, width, path =>
                    {
                        path.MoveTo(x, -1);
                        path.QuadTo(x - .14f, 0, x, 1);
                    });
                }
                break;
            case 1:
                brush.Fill(brush.Third, path =>
                {
                    path.MoveTo(1, .1f);
                    path.QuadTo(.2f, .1f + bend * .3f, -.6f, bend + .03f);
                    path.LineTo(-.6f, 1);
                    path.LineTo(1, 1);
                });
                break;
            case 2:
                for (int i = 0; i < 24; i++)
                    brush.Spot(brush.Third.Sheer(.9f), dice.Between(-.45f, .35f), dice.Between(-girth, girth), .045f, .045f);
                break;
        }

        for (float x = -.5f; x < .32f; x += .12f)
        {
            for (float y = -.6f; y < .6f; y += .13f)
            {
                float row = MathF.Round((x + .5f) / .12f) % 2 * .065f;
                brush.Line(
                    brush.Main.Shaded(.45f).Sheer(.4f), .016f,
                    path => path.AddArc(Brush.Around(x, y + row, .08f, .075f), 100, 160));
            }
        }
    }

    private static void DrawHead(Brush brush, Dice dice, float girth, float bend)
    {
        float eye = dice.Between(.07f, .11f), y = bend * .3f - girth * .22f;
        SKRect gill = Brush.Around(.3f, bend * .2f, .14f, girth * .62f);
        brush.Line(brush.Main.Shaded(.55f), .03f, path => path.AddArc(gill, -75, 150));
        brush.Line(brush.Main.Shaded(.6f), .03f, path =>
        {
            path.MoveTo(.83f, bend * .3f + .05f);
            path.QuadTo(.74f, bend * .3f + .1f, .68f, bend * .3f + .08f);
        });
        brush.Oval(Palette.Pale, .6f, y, eye, eye);
        brush.Spot(Palette.Deep, .62f, y, eye * .58f, eye * .58f);
        brush.Spot(Palette.Pale, .64f, y - eye * .25f, eye * .2f, eye * .2f);
    }

    private static void DrawBubbles(Brush brush, Dice dice, float bend)
    {
        for (int i = 0; i < 3; i++)
        {
            float radius = dice.Between(.025f, .06f), x = .86f + dice.Around(.1f), y = bend * .3f - .15f - i * .2f;
            brush.Spot(Palette.Pale.Sheer(.25f), x, y, radius, radius);
            brush.Line(Palette.Pale.Sheer(.7f), .014f, path => path.AddCircle(x, y, radius));
        }
    }
}
