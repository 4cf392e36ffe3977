using SkiaSharp;

namespace PictureRenderer.Objects;

internal sealed class Mug : IObject
{
    public string Name => "mug";

    public void Draw(Brush brush, Dice dice)
    {
        float half = dice.Between(.48f, .62f), foot = half * dice.Between(.68f, 1);
        float top = dice.Between(-.72f, -.45f), bottom = dice.Between(.6f, .78f);
        float tilt = half * dice.Between(.2f, .34f); // how far the eye looks down into the mug
        float belly = dice.Between(-.02f, .14f);

        DrawHandle(brush, dice, half, top, bottom);
        void Body(SKPath path)
        {
            path.MoveTo(-half, top);
            path.CubicTo(-half - belly, top + .5f, -foot - belly, bottom - .2f, -foot, bottom - .05f);
            path.CubicTo(-foot * .8f, bottom + tilt * .7f, foot * .8f, bottom + tilt * .7f, foot, bottom - .05f);
            path.CubicTo(foot + belly, bottom - .2f, half + belly, top + .5f, half, top);
            path.Close();
        }

        brush.Cylinder(brush.Main, -half, half, Body);
        brush.Inside(Body, () => DrawDecoration(brush, dice, half + belly, top, bottom, tilt));
        brush.Oval(brush.Main.Lit(.25f), 0, top, half, tilt);
        brush.Oval(brush.Main.Shaded(.45f), 0, top + .015f, half * .9f, tilt * .84f);
        brush.Inside(
            path => path.AddOval(Brush.Around(0, top + .015f, half * .9f, tilt * .84f)),
            () => brush.Oval(brush.Third.Shaded(.35f), 0, top + tilt * .5f, half * .86f, tilt * .75f));
        if (dice.Chance(.35f))
            DrawSteam(brush, dice, top);
    }

    private static void DrawHandle(Brush brush, Dice dice, float half, float top, float bottom)
    {
        float height = bottom - top, reach = dice.Between(.42f, .62f), width = dice.Between(.1f, .16f);
        float from = top + height * dice.Between(.14f, .24f), to = top + height * dice.Between(.68f, .84f);
        brush.Tube(brush.Main, width, path =>
        {
            path.MoveTo(half - .06f, from);
            path.CubicTo(half + reach, from - .1f, half + reach, to, half - .12f, to);
        });
    }

    private static void DrawDecoration(Brush brush, Dice dice, float half, float top, float bottom, float sag)
    {
        float middle = (top + bottom) / 2 + .08f;
        switch (dice.Whole(0, 3))
        {
            case 0:
                for (int band = 0; band < dice.Whole(1, 3); band++)
                {
                    float y = middle - .2f + band * .22f;
                    brush.Line(brush.Second.Sheer(.9f), .1f, path =>
                    {
                        path.MoveTo(-half, y);
                        path.CubicTo(-half * .6f, y + sag, half * .6f, y + sag, half, y);
                    });
                }
                break;
            case 1:
                float s = dice.Between(.2f, .3f);
                brush.Fill(brush.Second, path =>
                {
                    path.MoveTo(0, middle + s);
                    path.CubicTo(-s * 1.6f, middle - s * .1f, -s * .9f, middle - s * 1.3f, 0, middle - s * .4f);
                    path.CubicTo(s * .9f, middle - s * 1.3f, s * 1.6f, middle - s * .1f, 0, middle + s);
                });
                break;
            case 2:
                for (int row = 0; row < 4; row++)
                {
                    for (int column = -3; column <= 3; column++)
                        brush.Spot(brush.Second, (column + row % 2 * .5f) * .24f, middle - .36f + row * .24f, .06f, .06f);
                }
                break;
        }
    }

    private static void DrawSteam(Brush brush, Dice dice, float top)
    {
        for (int i = -1; i <= 1; i++)
        {
            float x = i * .2f, sway = dice.Between(.06f, .14f) * dice.Sign();
            brush.Line(Palette.Pale.Sheer(.4f), .05f, path =>
            {
                path.MoveTo(x, top - .08f);
                path.CubicTo(x + sway, top - .2f, x - sway, top - .3f, x + sway * .5f, top - .42f);
            });
        }
    }
}
