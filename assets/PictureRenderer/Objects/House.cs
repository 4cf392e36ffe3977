namespace PictureRenderer.Objects;

internal sealed class House : IObject
{
    public string Name => "house";

    public void Draw(Brush brush, Dice dice)
    {
        float front = dice.Between(.52f, .7f), depth = dice.Chance(.6f) ? dice.Between(.3f, .6f) : 0;
        float left = -(front * 2 + depth) / 2, corner = left + front * 2, right = corner + depth;
        float eaves = dice.Between(-.3f, .05f), ridge = eaves - dice.Between(.4f, .65f), ground = dice.Between(.65f, .82f);
        float rise = depth * .22f; // the side wall recedes, so its foot and eaves climb and fall a little

        if (dice.Chance(.7f))
            DrawChimney(brush, left + front * dice.Between(1.15f, 1.5f), ridge);
        if (depth > 0)
            DrawSide(brush, dice, (corner, right), (eaves, ground), rise);
        brush.Polygon(brush.Main, (left, ground), (left, eaves), (left + front, ridge), (corner, eaves), (corner, ground));
        DrawRoof(brush, left, left + front, corner, depth, eaves, ridge, rise);
        if (dice.Chance(.6f))
            DrawWindow(brush, dice, left + front, (eaves + ridge) / 2 + .14f, .1f);
        DrawGroundFloor(brush, dice, left, front, eaves, ground);
        if (dice.Chance(.5f))
            DrawHedge(brush, dice, left, right, ground);
    }

    private static void DrawChimney(Brush brush, float x, float ridge)
    {
        brush.Box(brush.Third, x - .09f, ridge - .12f, x + .09f, ridge + .35f);
        brush.Box(brush.Third.Shaded(.3f), x - .12f, ridge - .17f, x + .12f, ridge - .1f);
    }

    private static void DrawSide(Brush brush, Dice dice, (float From, float To) x, (float Eaves, float Ground) y, float rise)
    {
        brush.Polygon(
            brush.Main.Shaded(.3f), (x.From, y.Eaves), (x.To, y.Eaves + rise * .3f), (x.To, y.Ground - rise), (x.From, y.Ground));
        float size = Math.Min(.12f, (x.To - x.From) * .25f);
        DrawWindow(brush, dice, (x.From + x.To) / 2, (y.Eaves + y.Ground) / 2 - rise * .4f, size);
    }

    private static void DrawRoof(
        Brush brush, float left, float top, float corner, float depth, float eaves, float ridge, float rise)
    {
        const float Overhang = .1f;
        if (depth > 0)
        {
            brush.Polygon(
                brush.Second, (top, ridge - .05f), (top + depth * .9f, ridge + rise * .2f),
                (corner + depth + Overhang, eaves + rise * .3f + .06f), (corner + Overhang, eaves + .06f));
            for (float t = .25f; t < 1; t += .25f)
            {
                float x = top + (corner + Overhang - top) * t, y = ridge - .05f + (eaves + .11f - ridge) * t;
                brush.Line(brush.Second.Shaded(.45f).Sheer(.6f), .018f, (x, y), (x + depth * .92f, y + rise * .3f));
            }
        }

        float slope = (eaves - ridge) / (top - left) * Overhang;
        brush.Polygon(
            brush.Second.Shaded(.18f), (left - Overhang, eaves + slope), (top, ridge - .1f), (corner + Overhang, eaves + slope),
            (corner + Overhang, eaves + slope + .09f), (top, ridge + .05f), (left - Overhang, eaves + slope + .09f));
    }

    /// <summary>Three places side by side: the door takes one, windows the others.</summary>
    private static void DrawGroundFloor(Brush brush, Dice dice, float left, float front, float eaves, float ground)
    {
        int door = dice.Whole(0, 2);
        float size = dice.Between(.09f, .13f), row = eaves + size + dice.Between(.06f, .14f);
        for (int place = 0; place < 3; place++)
        {
            float x = left + front * (.4f + .6f * place);
            if (place == door)
                DrawDoor(brush, dice, x, ground);
            else
                DrawWindow(brush, dice, x, row, size);
        }
    }

    private static void DrawDoor(Brush brush, Dice dice, float x, float ground)
    {
        float half = dice.Between(.09f, .12f), top = ground - dice.Between(.38f, .46f);
        brush.Box(brush.Third.Lit(.5f), x - half - .03f, top - .03f, x + half + .03f, ground);
        brush.Box(brush.Third, x - half, top, x + half, ground);
        brush.Spot(brush.Third.Lit(.8f), x + half * .6f, (top + ground) / 2, .022f, .022f);
    }

    private static void DrawWindow(Brush brush, Dice dice, float x, float y, float size)
    {
        var pane = dice.Chance(.4f) ? brush.Third.Lit(.6f) : brush.Third.Shaded(.55f);
        brush.Box(brush.Main.Lit(.7f), x - size - .03f, y - size - .03f, x + size + .03f, y + size + .03f);
        brush.Box(pane, x - size, y - size, x + size, y + size);
        brush.Line(brush.Main.Lit(.7f), .025f, (x, y - size), (x, y + size));
        brush.Line(brush.Main.Lit(.7f), .025f, (x - size, y), (x + size, y));
    }

    private static void DrawHedge(Brush brush, Dice dice, float left, float right, float ground)
    {
        float start = dice.Between(left - .1f, right - .5f);
        for (int i = 0; i < 4; i++)
            brush.Oval(brush.Second.Shaded(.12f), start + i * .13f, ground - .04f, .11f, dice.Between(.09f, .14f));
    }
}
