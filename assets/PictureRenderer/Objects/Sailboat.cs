namespace PictureRenderer.Objects;

internal sealed class Sailboat : IObject
{
    public string Name => "sailboat";

    public void Draw(Brush brush, Dice dice)
    {
        float bow = dice.Between(.72f, .95f), stern = -dice.Between(.6f, .85f), deck = dice.Between(.36f, .46f);
        float keel = deck + dice.Between(.24f, .34f), mast = dice.Between(-.14f, .14f), top = -dice.Between(.8f, .98f);
        float belly = dice.Between(.08f, .26f); // how full the wind blows the sails

        brush.Tube(brush.Third.Shaded(.2f), .05f, (mast, deck), (mast, top));
        DrawSails(brush, dice, (mast, top), (bow, stern), deck, belly);
        if (dice.Chance(.6f))
            brush.Polygon(brush.Main, (mast, top - .01f), (mast - .24f, top + .06f), (mast, top + .12f));
        DrawHull(brush, dice, bow, stern, deck, keel);
        DrawWater(brush, dice, bow, stern, keel);
    }

    private static void DrawSails(
        Brush brush, Dice dice, (float X, float Top) mast, (float Bow, float Stern) ends, float deck, float belly)
    {
        float foot = deck - dice.Between(.1f, .18f), back = ends.Stern * dice.Between(.72f, .95f);
        void Mainsail(SkiaSharp.SKPath path)
        {
            path.MoveTo(mast.X - .03f, mast.Top + .1f);
            path.QuadTo((mast.X + back) / 2 - belly, mast.Top * .2f, back, foot);
            path.QuadTo((mast.X + back) / 2, foot + .08f, mast.X - .03f, foot);
            path.Close();
        }

        brush.Fill(brush.Second.Lit(.2f), Mainsail);
        if (dice.Chance(.6f))
        {
            brush.Inside(Mainsail, () =>
            {
                for (float y = mast.Top + .35f; y < foot; y += .3f)
                    brush.Line(brush.Main.Sheer(.55f), dice.Between(.02f, .07f), (-1, y + .06f), (mast.X, y));
            });
        }
        brush.Tube(brush.Third.Shaded(.2f), .04f, (mast.X, foot + .03f), (back - .04f, foot + .03f));
        if (!dice.Chance(.85f))
            return;
        var jib = dice.Chance(.5f) ? brush.Second.Lit(.35f) : brush.Third;
        float height = mast.Top + dice.Between(.12f, .4f), front = ends.Bow * dice.Between(.82f, .98f);
        brush.Fill(jib, path =>
        {
            path.MoveTo(mast.X + .04f, height);
            path.QuadTo(mast.X + front * .55f + belly * .6f, height * .3f, front, foot + .02f);
            path.QuadTo(mast.X + front * .4f, foot + .04f, mast.X + .07f, foot - .02f);
            path.QuadTo(mast.X + .07f + belly * .5f, height * .3f, mast.X + .04f, height);
        });
    }

    private static void DrawHull(Brush brush, Dice dice, float bow, float stern, float deck, float keel)
    {
        void Hull(SkiaSharp.SKPath path)
        {
            path.MoveTo(stern, deck + .02f);
            path.QuadTo((stern + bow) / 2, deck + .08f, bow, deck - .05f);
            path.CubicTo(bow - .1f, keel - .05f, bow - .3f, keel, bow - .45f, keel);
            path.LineTo(stern + .16f, keel);
            path.QuadTo(stern + .03f, keel - .04f, stern, deck + .02f);
            path.Close();
        }

        if (dice.Chance(.5f))
            brush.Box(brush.Main.Lit(.3f), -.3f, deck - .1f, .32f, deck + .08f, .05f);
        brush.Fill(brush.Main, Hull);
        float stripe = deck + (keel - deck) * dice.Between(.4f, .7f);
        brush.Inside(Hull, () => brush.Line(brush.Third, .05f, (-1, stripe), (1, stripe - .05f)));
        if (dice.Chance(.5f))
        {
            for (int i = -1; i <= 1; i++)
                brush.Spot(brush.Third.Lit(.6f), i * .2f, deck + (keel - deck) * .3f, .035f, .035f);
        }
    }

    /// <summary>A few ripples cover the keel, so that the hull sits in something on whatever backdrop.</summary>
    private static void DrawWater(Brush brush, Dice dice, float bow, float stern, float keel)
    {
        for (int row = 0; row < 3; row++)
        {
            float y = keel - .04f + row * .09f, shift = dice.Between(-.15f, .15f), width = .9f - row * .15f;
            brush.Line(brush.Third.Lit(.55f - row * .12f).Sheer(.85f), .055f - row * .01f, path =>
            {
                path.MoveTo(stern * width - .1f + shift, y);
                for (float x = stern * width - .1f; x < bow * width; x += .24f)
                    path.RQuadTo(.12f, x * 10 % 2 > 0 ? .07f : -.05f, .24f, 0);
            });
        }
    }
}
