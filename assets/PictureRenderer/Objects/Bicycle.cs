namespace PictureRenderer.Objects;

internal sealed class Bicycle : IObject
{
    public string Name => "bicycle";

    public void Draw(Brush brush, Dice dice)
    {
        float radius = dice.Between(.35f, .43f), axle = .42f;
        (float X, float Y) rear = (-.56f, axle), front = (.57f, axle), crank = (-.08f, axle + .03f);
        (float X, float Y) seat = (-.24f, dice.Between(-.26f, -.14f)), neck = (.37f, dice.Between(-.32f, -.2f));
        (float X, float Y) fork = (neck.X + .05f, neck.Y + .16f);
        float tube = dice.Between(.055f, .08f);
        var metal = brush.Third.Mixed(Palette.Pale, .35f);

        DrawWheel(brush, dice, rear, radius);
        DrawWheel(brush, dice, front, radius);
        brush.Line(metal.Shaded(.4f), .022f, (rear.X, rear.Y - .06f), (crank.X, crank.Y - .11f));
        brush.Line(metal.Shaded(.4f), .022f, (rear.X, rear.Y + .06f), (crank.X, crank.Y + .11f));
        brush.Tube(brush.Main, tube * .7f, rear, crank);
        brush.Tube(brush.Main, tube * .7f, rear, seat);
        brush.Tube(brush.Main, tube * .8f, fork, (front.X - .03f, axle - .2f), front);
        brush.Tube(brush.Main, tube, crank, seat);
        bool stepThrough = dice.Chance(.35f);
        brush.Tube(brush.Main, tube, crank, fork);
        if (stepThrough)
            brush.Tube(brush.Main, tube, (-.15f, .15f), (neck.X, neck.Y + .05f));
        else
            brush.Tube(brush.Main, tube, seat, neck);
        brush.Tube(brush.Main, tube, (neck.X - .01f, neck.Y - .03f), fork);
        DrawCrank(brush, dice, metal, crank);
        DrawSeat(brush, metal, seat);
        DrawHandlebar(brush, dice, metal, neck);
        if (dice.Chance(.4f))
            DrawMudguards(brush, [rear, front], radius);
        if (dice.Chance(.3f))
            DrawBasket(brush, neck);
    }

    private static void DrawWheel(Brush brush, Dice dice, (float X, float Y) hub, float radius)
    {
        var tyre = brush.Second.Shaded(.45f);
        int spokes = dice.Whole(10, 16);
        float turn = dice.Between(0, 1);
        for (int i = 0; i < spokes; i++)
        {
            float angle = (i + turn) * MathF.Tau / spokes;
            (float X, float Y) rim = (hub.X + MathF.Cos(angle) * radius, hub.Y + MathF.Sin(angle) * radius);
            brush.Line(brush.Third.Lit(.4f).Sheer(.8f), .012f, hub, rim);
        }
        brush.Tube(tyre, .075f, path => path.AddCircle(hub.X, hub.Y, radius));
        brush.Line(brush.Third.Lit(.5f), .02f, path => path.AddCircle(hub.X, hub.Y, radius - .05f));
        brush.Oval(brush.Third.Shaded(.2f), hub.X, hub.Y, .045f, .045f);
    }

    private static void DrawCrank(Brush brush, Dice dice, SkiaSharp.SKColor metal, (float X, float Y) crank)
    {
        float angle = dice.Between(0, MathF.Tau), dx = MathF.Cos(angle) * .17f, dy = MathF.Sin(angle) * .17f;
        brush.Line(metal.Shaded(.3f), .035f, path => path.AddCircle(crank.X, crank.Y, .1f));
        brush.Tube(metal, .04f, (crank.X - dx, crank.Y - dy), (crank.X + dx, crank.Y + dy));
        DrawPedal(brush, crank.X + dx, crank.Y + dy);
        DrawPedal(brush, crank.X - dx, crank.Y - dy);
    }

    private static void DrawPedal(Brush brush, float x, float y) =>
        brush.Box(brush.Second.Shaded(.5f), x - .07f, y - .02f, x + .07f, y + .03f, .02f);

    private static void DrawSeat(Brush brush, SkiaSharp.SKColor metal, (float X, float Y) seat)
    {
        brush.Tube(metal, .045f, seat, (seat.X - .03f, seat.Y - .15f));
        brush.Fill(brush.Second, path =>
        {
            path.MoveTo(seat.X - .2f, seat.Y - .24f);
            path.QuadTo(seat.X - .02f, seat.Y - .18f, seat.X + .18f, seat.Y - .17f);
            path.QuadTo(seat.X + .05f, seat.Y - .1f, seat.X - .08f, seat.Y - .1f);
            path.QuadTo(seat.X - .24f, seat.Y - .1f, seat.X - .2f, seat.Y - .24f);
        });
    }

    private static void DrawHandlebar(Brush brush, Dice dice, SkiaSharp.SKColor metal, (float X, float Y) neck)
    {
        float x = neck.X, top = neck.Y - dice.Between(.12f, .26f);
        brush.Tube(metal, .045f, neck, (x - .03f, top));
        bool racing = dice.Chance(.4f);
        brush.Tube(racing ? brush.Second : metal, .05f, path =>
        {
            path.MoveTo(x - .03f, top);
            if (racing)
                path.CubicTo(x + .3f, top - .04f, x + .28f, top + .22f, x + .08f, top + .18f);
            else
                path.CubicTo(x + .1f, top - .08f, x - .1f, top - .1f, x - .22f, top - .02f);
        });
        if (!racing)
            brush.Tube(brush.Second, .07f, (x - .2f, top - .03f), (x - .28f, top));
    }

    private static void DrawMudguards(Brush brush, (float X, float Y)[] hubs, float radius)
    {
        foreach ((float x, float y) in hubs)
            brush.Tube(brush.Main, .05f, path => path.AddArc(Brush.Around(x, y, radius + .07f, radius + .07f), 190, 130));
    }

    private static void DrawBasket(Brush brush, (float X, float Y) neck)
    {
        float left = neck.X + .08f, top = neck.Y - .14f;
        brush.Polygon(brush.Third, (left, top), (left + .36f, top), (left + .3f, top + .27f), (left + .05f, top + .27f));
        for (float y = top + .08f; y < top + .25f; y += .08f)
            brush.Line(brush.Third.Shaded(.45f), .015f, (left + .03f, y), (left + .33f, y));
    }
}
